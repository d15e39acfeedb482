/**
 * Whether a computed date may still change: years without a published calendar, and days off that nobody
 * has confirmed yet. It recomputes with the same arithmetic; it never guesses a holiday.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, LAST_EPOCH_DAY } from './civil-date';
import type { CountableRule, Term } from './deadline-arithmetic';
import { dueEpochDay, lastCountedDay, periodAround } from './deadline-arithmetic';
import type { WorkingCalendar } from './working-days';
import { yearsWithoutCalendar } from './working-days';

type Span = { readonly after: number; readonly upTo: number };

export type AlternativeDue = {
  readonly dueOn: CivilDate;
  /** The unconfirmed days that lead to this date when confirmed. */
  readonly ifConfirmed: readonly CivilDate[];
};

export type Finality = {
  /** Years, ascending, in which the count asked about a day and no calendar is published. */
  readonly missingYears: readonly number[];
  /** Other dates the term would end on if unconfirmed days were confirmed, each once, ascending. */
  readonly alternatives: readonly AlternativeDue[];
};

export function finalityOf(rule: CountableRule, term: Term, calendar: WorkingCalendar): Finality {
  const spans = consultedSpans(rule, term, calendar);
  const years = spans.flatMap((span) => yearsWithoutCalendar(calendar, span.after, span.upTo));
  const doubtful = doubtfulDays(spans, calendar);
  return {
    missingYears: [...new Set(years)].sort((left, right) => left - right),
    // Most terms meet no doubtful day, and then there is nothing to compute again.
    alternatives: doubtful.length === 0 ? [] : alternativesTo(rule, term, { calendar, doubtful }),
  };
}

/** The spans (after, upTo] of days whose kind the result rests on. */
function consultedSpans(
  rule: CountableRule,
  term: Term,
  calendar: WorkingCalendar,
): readonly Span[] {
  const due = dueEpochDay(rule, term, calendar);
  switch (rule.unit) {
    case 'immediately':
    case 'hour':
      return [];
    case 'working_day':
      return rule.bound === 'min_before'
        ? [{ after: due - 1, upTo: term.start - 1 }]
        : unpausedSpans(term, term.start, due);
    case 'calendar_day':
      return rule.bound === 'min_before'
        ? [{ after: due - 1, upTo: term.start - rule.amount }]
        : rolledSpans(term, lastCountedDay(rule, term, calendar), due);
    case 'day_per_week':
    case 'day_per_month':
    case 'per_year': {
      const { last } = periodAround(rule.unit, term.start);
      return [{ after: Math.min(due, last) - 1, upTo: Math.max(due, last) }];
    }
  }
}

/** A calendar term asks only where it ends: from the last counted day to the day it moves to. */
function rolledSpans(term: Term, end: number, due: number): readonly Span[] {
  return Number.isFinite(due) ? unpausedSpans(term, end - 1, due) : [];
}

/** The days of (after, upTo] that lie in no pause: a pause may last for years nobody counts. */
function unpausedSpans(term: Term, after: number, upTo: number): readonly Span[] {
  const spans: Span[] = [];
  let cursor = after;
  for (const pause of term.pauses) {
    if (pause.from >= upTo) break;
    if (pause.from > cursor) spans.push({ after: cursor, upTo: pause.from });
    cursor = Math.max(cursor, pause.to);
  }
  if (Number.isFinite(upTo) && upTo > cursor) spans.push({ after: cursor, upTo });
  return spans;
}

function alternativesTo(
  rule: CountableRule,
  term: Term,
  doubt: { readonly calendar: WorkingCalendar; readonly doubtful: readonly number[] },
): readonly AlternativeDue[] {
  const { calendar, doubtful } = doubt;
  const due = dueEpochDay(rule, term, calendar);
  const found = new Map<number, AlternativeDue>();
  for (const days of [...doubtful.map((day) => [day]), together(rule, term, doubt)]) {
    const other = dueEpochDay(rule, term, calendar.confirming(days));
    const isNew = other !== due && other <= LAST_EPOCH_DAY && !found.has(other);
    if (isNew) {
      found.set(other, { dueOn: fromEpochDay(other), ifConfirmed: days.map(fromEpochDay) });
    }
  }
  return [...found.entries()].sort(([left], [right]) => left - right).map(([, value]) => value);
}

/** The doubtful days, and those that the term only meets once the others are confirmed. */
function together(
  rule: CountableRule,
  term: Term,
  {
    calendar,
    doubtful,
  }: { readonly calendar: WorkingCalendar; readonly doubtful: readonly number[] },
): readonly number[] {
  let days = doubtful;
  for (let met = doubtful; met.length > 0;) {
    const settled = calendar.confirming(days);
    met = doubtfulDays(consultedSpans(rule, term, settled), settled);
    days = [...days, ...met].sort((left, right) => left - right);
  }
  return days;
}

function doubtfulDays(spans: readonly Span[], calendar: WorkingCalendar): readonly number[] {
  return calendar.unconfirmedDays.filter((day) =>
    spans.some((span) => day > span.after && day <= span.upTo),
  );
}
