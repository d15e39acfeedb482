/**
 * Gives a change of law over to its workflow and waits a moment: a small office's cases have taken it by
 * then, a larger one's page asks again. It records nothing and tells no case itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Officer } from '../store/officers';
import type { CalendarOrder, LawOrder, RuleSetOrder } from '../workflows/case-messages';
import { actorOf, commandIdOf } from './give-command';
import type { Parts, Request } from './give-command';

const PATIENCE_MS = 2_000;
const ASK_EVERY_MS = 50;

/** What the order's own table knows of it; undefined until it is recorded. */
interface Progress {
  casesBehind: number;
}

/** The same officer's same key is the same order. */
export function orderOf(request: Request): LawOrder {
  const officer: Officer = request.officer;
  return { officeId: officer.officeId, commandId: commandIdOf(request), actor: actorOf(officer) };
}

/**
 * What is known of the order after it is handed over: done when no case is behind.
 *
 * @throws ProblemError 503 when the engine cannot be reached
 */
export async function changeLaw<T extends Progress>(
  parts: Parts,
  order: CalendarOrder | RuleSetOrder,
  progress: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = Date.now() + PATIENCE_MS;
  await parts.gateway.changeLaw(order);
  for (;;) {
    const known = await progress();
    if (known?.casesBehind === 0 || Date.now() > until) return known;
    await delay(ASK_EVERY_MS);
  }
}
