/**
 * Deadline rules as data: their types, the published versions and the choice of a row by stage and date.
 * No zod here: this file runs inside the workflow sandbox and in the command line's start; the schema for
 * files that come from outside is in `deadline-rule-schema.ts`, and a test holds the shipped files to it.
 */
import { CALENDAR_FILES, CURRENT_VERSION, DEADLINE_FILES } from '../rules';
import type { CivilDate } from './civil-date';
import type { Refusal } from './refusals';
import { refuse } from './refusals';
import type { CalendarYear } from './working-days';

export type DeadlineUnit =
  | 'calendar_day'
  | 'working_day'
  | 'hour'
  | 'immediately'
  | 'day_per_week'
  | 'day_per_month'
  | 'per_year'
  | 'percent_above';

export type DeadlineBound =
  'max' | 'after' | 'min_before' | 'min_length' | 'min_frequency' | 'alarm_after' | 'goal';

/** How sure the row is; only `primary_mirror` was read as statute text. */
export type RuleConfidence =
  | 'primary_mirror'
  | 'single_ocr'
  | 'secondary'
  | 'indirect'
  | 'memory'
  | 'unresolved_conflict'
  | 'no_statutory_number'
  | 'target';

export type ExtensionCriteria = {
  readonly letters: readonly string[];
  /** How many letters the finding must name. */
  readonly minimum: number;
  /** Decisions before this date need none. */
  readonly from: CivilDate;
  readonly basis: string;
};

export type ExtensionRule =
  | {
      readonly mode: 'total_max';
      readonly ground: string;
      /** Longest whole term, the base amount included. */
      readonly total: number;
      readonly unit: 'calendar_day' | 'working_day';
      readonly criteria?: ExtensionCriteria;
    }
  | {
      readonly mode: 'add';
      readonly ground: string;
      /** Longest addition of one decision, and how many decisions. */
      readonly add: number;
      readonly times: number;
      readonly unit: 'calendar_day' | 'working_day';
      readonly writtenNotice?: true;
      readonly criteria?: ExtensionCriteria;
    }
  /** Time of this ground is not counted at all: given as pauses, not as days. */
  | { readonly mode: 'exclude'; readonly ground: string }
  /** A new date is given to the citizen; the clock itself is not longer. */
  | { readonly mode: 'reappoint'; readonly times: number };

export type DeadlineRule = {
  readonly id: string;
  readonly caseType: string;
  readonly stage: string;
  /** Null when the law names no number; then nothing is ever computed. */
  readonly amount: number | null;
  readonly unit: DeadlineUnit | null;
  readonly bound: DeadlineBound;
  /** Coded name of the event the term starts from. */
  readonly startsAt: string;
  readonly extension: readonly ExtensionRule[];
  /** Law, article, clause. */
  readonly basis: string;
  readonly effectiveFrom: CivilDate;
  readonly effectiveTo: CivilDate | null;
  /** Where the text was read, or MEMORY. */
  readonly source: string;
  readonly confidence: RuleConfidence;
  /** What decides a doubtful case, in English and Vietnamese. */
  readonly note?: string;
  readonly noteVi?: string;
  /** May the clock stand still, since when, and by which provision. */
  readonly suspendable: boolean;
  readonly suspensionBasis: string | null;
  readonly suspendableFrom: CivilDate | null;
  /** Rows that say something else about the same step; both dates are shown. */
  readonly conflictsWith?: readonly string[];
  /** The office's own warning or target, not a duty in law. */
  readonly internal?: true;
};

export type RuleSet = {
  readonly version: string;
  readonly compiledOn: CivilDate;
  readonly dayCount: Readonly<Record<string, string | boolean>>;
  readonly clocks: readonly DeadlineRule[];
};

/** The rule set new cases are pinned to. */
export const CURRENT_RULE_SET = CURRENT_VERSION;

export const RULE_SET_VERSIONS: readonly string[] = Object.keys(DEADLINE_FILES).sort();

/** A published rule set, or undefined for a version never published. */
export function rulesFor(version: string): RuleSet | undefined {
  return Object.hasOwn(DEADLINE_FILES, version) ? (DEADLINE_FILES[version] as RuleSet) : undefined;
}

/** The published calendar years, ascending. */
export function calendarYears(): readonly CalendarYear[] {
  return CALENDAR_FILES as readonly CalendarYear[];
}

export function ruleById(ruleSet: RuleSet, id: string): DeadlineRule | undefined {
  return ruleSet.clocks.find((rule) => rule.id === id);
}

/** Ids of the rows that say something else about the same step, whichever of the two names the other. */
export function rivalsOf(rule: DeadlineRule, ruleSet: RuleSet): readonly string[] {
  const naming = ruleSet.clocks.filter((other) => other.conflictsWith?.includes(rule.id));
  return [...new Set([...(rule.conflictsWith ?? []), ...naming.map((other) => other.id)])];
}

/**
 * The row of a stage that was in force on the day the term starts. Some stages exist in several kinds of
 * case (`resolve`): then the kind must be given. Refusals: `unknown_rule`, `ambiguous_stage`,
 * `start_before_rule_life`, `start_after_rule_life`.
 */
export function selectRule(
  ruleSet: RuleSet,
  stage: string,
  startOn: CivilDate,
  caseType?: string,
): DeadlineRule | Refusal {
  const rows = ruleSet.clocks.filter(
    (rule) => rule.stage === stage && (caseType === undefined || rule.caseType === caseType),
  );
  const [first] = rows;
  if (first === undefined) return refuse('unknown_rule', { field: 'stage', given: stage });
  if (rows.some((rule) => rule.caseType !== first.caseType)) {
    return refuse('ambiguous_stage', { field: 'caseType', given: stage });
  }
  const inForce = rows.find((rule) => outsideLife(rule, startOn) === undefined);
  if (inForce !== undefined) return inForce;
  return refuse(outsideLife(first, startOn) ?? 'unknown_rule', { field: 'start', given: startOn });
}

/** Why a start date is outside the row's life, or undefined when it is inside. */
export function outsideLife(
  rule: DeadlineRule,
  startOn: CivilDate,
): 'start_before_rule_life' | 'start_after_rule_life' | undefined {
  if (startOn < rule.effectiveFrom) return 'start_before_rule_life';
  if (rule.effectiveTo !== null && startOn > rule.effectiveTo) return 'start_after_rule_life';
  return undefined;
}
