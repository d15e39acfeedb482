/**
 * How many due dates a second one core computes: the recount of every open clock after a calendar change.
 * The mix holds calendar and working-day terms, with and without pauses and extensions.
 */
import { epochDayOf } from '../domain/civil-date';
import type { CountableRule, DayPause } from '../domain/deadline-arithmetic';
import { dueEpochDay, isCountable, runsForward } from '../domain/deadline-arithmetic';
import { parseDeadlineRequest } from '../domain/deadline-request';
import { computeDeadline } from '../domain/deadlines';
import { calendarYears, CURRENT_RULE_SET, rulesFor } from '../domain/rules';
import type { RuleSet } from '../domain/rules';
import { createCalendar } from '../domain/working-days';

export type DueDateBench = {
  /** Due dates per second on the fast path, one core. */
  readonly dueDatesPerSecond: number;
  /** Fully explained answers per second, parsing included. */
  readonly answersPerSecond: number;
  readonly dueDates: number;
  readonly answers: number;
};

const DUE_DATES = 2_000_000;
const ANSWERS = 50_000;
/** Every third term is paused, every fourth extended: far more than an office sees. */
const PAUSE_EVERY = 3;
const EXTEND_EVERY = 4;

export function benchDueDates(): DueDateBench {
  const ruleSet = rulesFor(CURRENT_RULE_SET);
  if (ruleSet === undefined) throw new Error('the current rule set is not published');
  return { ...timeFastPath(ruleSet), ...timeAnswers(ruleSet) };
}

function timeFastPath(ruleSet: RuleSet): Pick<DueDateBench, 'dueDatesPerSecond' | 'dueDates'> {
  const calendar = createCalendar(calendarYears());
  const rules = ruleSet.clocks.filter(
    (rule): rule is CountableRule => isCountable(rule) && runsForward(rule),
  );
  const first = epochDayOf(2023, 1, 2);
  let checksum = 0;
  const startedAt = process.hrtime.bigint();
  for (let index = 0; index < DUE_DATES; index += 1) {
    const start = first + (index % 1300);
    const pauses: DayPause[] =
      index % PAUSE_EVERY === 0 ? [{ from: start + 2, to: start + 9 + (index % 11) }] : [];
    const extraDays = index % EXTEND_EVERY === 0 ? 1 + (index % 15) : 0;
    const rule = rules[index % rules.length];
    if (rule !== undefined) checksum += dueEpochDay(rule, { start, pauses, extraDays }, calendar);
  }
  const seconds = secondsSince(startedAt);
  if (!Number.isSafeInteger(checksum)) throw new Error('a due date was not a day');
  return { dueDatesPerSecond: Math.round(DUE_DATES / seconds), dueDates: DUE_DATES };
}

function timeAnswers(ruleSet: RuleSet): Pick<DueDateBench, 'answersPerSecond' | 'answers'> {
  const calendar = createCalendar(calendarYears());
  const startedAt = process.hrtime.bigint();
  for (let index = 0; index < ANSWERS; index += 1) {
    const request = parseDeadlineRequest({
      rule: index % 2 === 0 ? 'KN-RESOLVE-1' : 'PA-ANSWER',
      start: `2026-0${1 + (index % 9)}-1${index % 10}`,
    });
    if ('refusal' in request) throw new Error(request.detail.en);
    const answer = computeDeadline(request, ruleSet, calendar);
    if ('refusal' in answer) throw new Error(answer.detail.en);
  }
  return {
    answersPerSecond: Math.round(ANSWERS / secondsSince(startedAt)),
    answers: ANSWERS,
  };
}

function secondsSince(startedAt: bigint): number {
  return Number(process.hrtime.bigint() - startedAt) / 1e9;
}

if (require.main === module) {
  process.stdout.write(`${JSON.stringify(benchDueDates(), null, 2)}\n`);
}
