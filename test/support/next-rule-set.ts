/**
 * A rule set published after the current one, for tests of an activation: twenty days to resolve instead of
 * thirty. Importing it publishes it, in a test's own process or workflow bundle and nowhere else.
 */
import { CURRENT_VERSION, DEADLINE_FILES } from '../../rules';

export const NEXT_RULE_SET = '2099-01-test';

interface RuleFile {
  version: string;
  clocks: { id: string; amount: number }[];
}

const current = DEADLINE_FILES[CURRENT_VERSION] as RuleFile;
const next: RuleFile = {
  ...current,
  version: NEXT_RULE_SET,
  clocks: current.clocks.map((row) => (row.id === 'KN-RESOLVE-1' ? { ...row, amount: 20 } : row)),
};
Object.assign(DEADLINE_FILES, { [NEXT_RULE_SET]: next });
