/**
 * The arithmetic of terms on epoch days, with no words: the fast path that a recount of a hundred thousand
 * open clocks uses, and the only implementation, called by `computeDeadline` too.
 *
 * Law: the day of the event is not counted (BLDS 2015 Đ147.2-3); a term ends at 24:00 of its last day
 * (Đ148.6); a last day that is a rest day gives way to the next working day (Đ148.5). Backward terms have
 * no such provision: the engine excludes the event day and moves earlier, never later.
 */
import { epochDayOf, daysInMonth, partsOfEpochDay, weekdayOfEpochDay } from './civil-date';
import type { DeadlineRule, DeadlineUnit } from './rules';
import type { WorkingCalendar } from './working-days';

/** Epoch days d with from < d ≤ to are not counted; `to` is Infinity while the clock still stands. */
export type DayPause = { readonly from: number; readonly to: number };

export type Term = {
  /** Epoch day of the event; not counted itself. */
  readonly start: number;
  /** Sorted, not overlapping, each `from` ≥ start. */
  readonly pauses: readonly DayPause[];
  /** Days of extension in the rule's own unit, already found lawful. */
  readonly extraDays: number;
};

export type CountableRule = DeadlineRule & {
  readonly amount: number;
  readonly unit: Exclude<DeadlineUnit, 'percent_above'>;
};

/** A row from which a date can be computed: it has a number and is not a target. */
export function isCountable(rule: DeadlineRule): rule is CountableRule {
  return (
    rule.amount !== null &&
    rule.unit !== null &&
    rule.unit !== 'percent_above' &&
    rule.bound !== 'goal'
  );
}

/** Terms that run forward day by day, and so can be paused and extended. */
export function runsForward(rule: CountableRule): boolean {
  return isDayUnit(rule.unit) && rule.bound !== 'min_before';
}

function isDayUnit(unit: DeadlineUnit): boolean {
  return unit === 'calendar_day' || unit === 'working_day';
}

/** The last day of the term, or Infinity while an open pause holds it. */
export function dueEpochDay(rule: CountableRule, term: Term, calendar: WorkingCalendar): number {
  if (!isDayUnit(rule.unit)) return otherDue(rule, term.start, calendar);
  if (rule.bound === 'min_before') return backwardDue(rule, term.start, calendar);
  const end = lastCountedDay(rule, term, calendar);
  return rule.unit === 'calendar_day' ? rollForward(end, term.pauses, calendar) : end;
}

/** The day on which the count is full, before any move to a working day; Infinity when paused for good. */
export function lastCountedDay(rule: CountableRule, term: Term, calendar: WorkingCalendar): number {
  const isCalendar = rule.unit === 'calendar_day';
  let remaining = rule.amount + term.extraDays;
  let cursor = term.start;
  for (const pause of term.pauses) {
    const available = isCalendar
      ? pause.from - cursor
      : calendar.workingDaysBetween(cursor, pause.from);
    // A pause that begins after the count is full has no effect.
    if (remaining <= available) break;
    remaining -= available;
    cursor = pause.to;
    if (cursor === Infinity) return Infinity;
  }
  return isCalendar ? cursor + remaining : calendar.addWorkingDays(cursor, remaining);
}

/** Đ148.5, and never onto a paused day: the office cannot owe an act while the case stands still. */
function rollForward(end: number, pauses: readonly DayPause[], calendar: WorkingCalendar): number {
  if (end === Infinity) return end;
  let due = calendar.nextWorkingDay(end);
  for (const pause of pauses) {
    const isHeld = due > pause.from && due <= pause.to;
    if (isHeld && pause.to === Infinity) return Infinity;
    if (isHeld) due = calendar.nextWorkingDay(pause.to + 1);
  }
  return due;
}

function backwardDue(rule: CountableRule, start: number, calendar: WorkingCalendar): number {
  return rule.unit === 'working_day'
    ? calendar.subtractWorkingDays(start, rule.amount)
    : calendar.previousWorkingDay(start - rule.amount);
}

function otherDue(rule: CountableRule, start: number, calendar: WorkingCalendar): number {
  // At once means that day, rest day or not; hours stay on their day unless a time of day is known.
  if (rule.unit === 'immediately' || rule.unit === 'hour') return start;
  const period = periodAround(rule.unit, start);
  const last = calendar.previousWorkingDay(period.last);
  // A week with no working day at all (Tết): its last day gives way to the next working day (Đ148.5).
  return last >= period.first ? last : calendar.nextWorkingDay(period.last);
}

/** First and last epoch day of the week (Monday-Sunday), month or year around a day. */
export function periodAround(
  unit: DeadlineUnit,
  day: number,
): { readonly first: number; readonly last: number } {
  const { year, month } = partsOfEpochDay(day);
  if (unit === 'per_year') {
    return { first: epochDayOf(year, 1, 1), last: epochDayOf(year, 12, 31) };
  }
  if (unit === 'day_per_month') {
    const first = epochDayOf(year, month, 1);
    return { first, last: first + daysInMonth(year, month) - 1 };
  }
  const monday = day - (weekdayOfEpochDay(day) - 1);
  return { first: monday, last: monday + 6 };
}
