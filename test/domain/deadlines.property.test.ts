/** Deadlines over random terms and calendars: too many of them for a check before every commit. */
import fc from 'fast-check';
import { fromEpochDay, toEpochDay } from '../../domain/civil-date';
import type { CountableRule, Term } from '../../domain/deadline-arithmetic';
import { dueEpochDay, lastCountedDay } from '../../domain/deadline-arithmetic';
import type { DeadlineRequest } from '../../domain/deadline-request';
import { computeDeadline, prepareTerm } from '../../domain/deadlines';
import type { DeadlineAnswer } from '../../domain/deadlines';
import { isRefusal } from '../../domain/refusals';
import type { WorkingCalendar } from '../../domain/working-days';
import { createCalendar } from '../../domain/working-days';
import {
  countableRules,
  forwardRules,
  lawfulRequest,
  overlay,
  ruleSet,
  years,
} from '../support/deadline-requests';

function answerTo(request: DeadlineRequest, days: WorkingCalendar): DeadlineAnswer {
  const answer = computeDeadline(request, ruleSet, days);
  if (isRefusal(answer)) throw new Error(answer.detail.en);
  return answer;
}

/** Farther than any lawful term of the random requests: a clock that stands for good. */
const FOR_EVER = 3000;

/** The slowest possible count: one day after another, asking only whether a day works. */
function naiveDue(rule: CountableRule, term: Term, days: WorkingCalendar): number {
  const step = rule.bound === 'min_before' ? -1 : 1;
  const isPaused = (day: number): boolean =>
    step > 0 && term.pauses.some((pause) => day > pause.from && day <= pause.to);
  const isCounted = (day: number): boolean =>
    !isPaused(day) && (rule.unit === 'calendar_day' || days.isWorking(day));
  let left = rule.amount + term.extraDays;
  for (let far = 1; far < FOR_EVER; far += 1) {
    const day = term.start + far * step;
    if (isCounted(day)) left -= 1;
    if (left <= 0 && days.isWorking(day) && !isPaused(day)) return day;
  }
  return Infinity;
}

function termOf(
  request: DeadlineRequest,
  days: WorkingCalendar,
): { rule: CountableRule; term: Term } {
  const prepared = prepareTerm(request, ruleSet, days);
  if (isRefusal(prepared)) throw new Error(prepared.detail.en);
  return prepared;
}

const dayRules = countableRules.filter((rule) =>
  ['calendar_day', 'working_day'].includes(rule.unit),
);

describe('whatever the term', () => {
  const RUNS = { numRuns: 3000 };

  it('the fast path equals a walk of one day after another, and the answer equals the fast path', () => {
    fc.assert(
      fc.property(lawfulRequest(dayRules), overlay(), (request, closures) => {
        const days = createCalendar(years, closures);
        const { rule, term } = termOf(request, days);
        const due = dueEpochDay(rule, term, days);
        expect(due).toBe(naiveDue(rule, term, days));
        const answer = answerTo(request, days);
        expect(answer.dueOn).toBe(due === Infinity ? null : fromEpochDay(due));
      }),
      RUNS,
    );
  });

  it('a clock of days never ends on a day off, nor on a paused day', () => {
    fc.assert(
      fc.property(lawfulRequest(dayRules, false), overlay(), (request, closures) => {
        const days = createCalendar(years, closures);
        const { rule, term } = termOf(request, days);
        const due = dueEpochDay(rule, term, days);
        expect(days.isWorking(due)).toBe(true);
        expect(term.pauses.some((pause) => due > pause.from && due <= pause.to)).toBe(false);
      }),
      RUNS,
    );
  });

  it('one more day off never brings a forward date nearer, nor a backward one later', () => {
    fc.assert(
      fc.property(
        lawfulRequest(dayRules, false),
        overlay(),
        fc.integer({ min: -40, max: 120 }),
        (request, closures, offset) => {
          const day = fromEpochDay(toEpochDay(request.start) + offset);
          const closure = {
            date: day,
            kind: 'local_closure' as const,
            status: 'confirmed' as const,
            name: 'Bão',
            document: 'B',
            knownOn: day,
          };
          const before = createCalendar(years, closures);
          const after = createCalendar(years, [...closures, closure]);
          const { rule, term } = termOf(request, before);
          const moved = dueEpochDay(rule, term, after) - dueEpochDay(rule, term, before);
          expect(moved * (rule.bound === 'min_before' ? -1 : 1)).toBeGreaterThanOrEqual(0);
        },
      ),
      RUNS,
    );
  });

  it('a pause of k counted days moves the end of the count by exactly k', () => {
    fc.assert(
      fc.property(
        lawfulRequest(forwardRules, false),
        overlay(),
        fc.nat(60),
        fc.nat(60),
        (request, closures, gap, length) => {
          const days = createCalendar(years, closures);
          const { rule, term } = termOf({ ...request, pauses: [] }, days);
          const end = lastCountedDay(rule, term, days);
          const from = term.start + (gap % (end - term.start));
          const pause = { from, to: from + length };
          const later = lastCountedDay(rule, { ...term, pauses: [pause] }, days);
          const isWorkingTerm = rule.unit === 'working_day';
          const lost = isWorkingTerm ? days.workingDaysBetween(pause.from, pause.to) : length;
          const moved = isWorkingTerm ? days.workingDaysBetween(end, later) : later - end;
          expect(moved).toBe(lost);
        },
      ),
      RUNS,
    );
  });

  it('extending never shortens', () => {
    fc.assert(
      fc.property(
        lawfulRequest(forwardRules, false),
        overlay(),
        fc.integer({ min: 1, max: 60 }),
        (request, closures, more) => {
          const days = createCalendar(years, closures);
          const { rule, term } = termOf(request, days);
          const longer = { ...term, extraDays: term.extraDays + more };
          expect(dueEpochDay(rule, longer, days)).toBeGreaterThanOrEqual(
            dueEpochDay(rule, term, days),
          );
        },
      ),
      RUNS,
    );
  });

  it('a date is final exactly when no confirmation of a doubtful day can move it', () => {
    fc.assert(
      fc.property(lawfulRequest(dayRules, false), overlay(), (request, closures) => {
        const days = createCalendar(years, closures);
        const answer = answerTo(request, days);
        const { rule, term } = termOf(request, days);
        const due = dueEpochDay(rule, term, days);
        const others = days.unconfirmedDays
          .map((day) => dueEpochDay(rule, term, days.confirming([day])))
          .filter((other) => other !== due)
          .map(fromEpochDay);
        const given = (answer.alternatives ?? []).map((other) => other.dueOn);
        expect(others.filter((other) => !given.includes(other))).toEqual([]);
        expect(answer.isFinal).toBe(given.length === 0 && answer.warnings.length === 0);
      }),
      RUNS,
    );
  });
});
