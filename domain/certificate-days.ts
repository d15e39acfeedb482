/**
 * A term walked day by day for the certificate: what each day is, whether it was counted, under which
 * number, and why not. It repeats the arithmetic's result in slow motion; the independent check of it is
 * `scripts/verify-certificate.mjs`, which shares no code with this file.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, weekdayOfEpochDay } from './civil-date';
import type { CountableRule, Term } from './deadline-arithmetic';
import { periodAround, runsForward } from './deadline-arithmetic';
import type { DayDescription, DayKind, WorkingCalendar } from './working-days';

/** Why a day was or was not counted. */
export type DayRole =
  /** The day of the event itself, excluded (Đ147). */
  | 'event'
  | 'counted'
  /** Not a working day: skipped by a working-day count, or passed over at the end (Đ148.5). */
  | 'rest_day'
  | 'paused'
  /** The working day the end was moved to. */
  | 'moved_to'
  /** A working day inside the week, month or year of a frequency. */
  | 'in_period'
  /** Listed only because another date given beside the result lies further on. */
  | 'after_term';

export type CertifiedDay = {
  readonly date: CivilDate;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  readonly kind: DayKind;
  readonly isWorking: boolean;
  readonly role: DayRole;
  /** Running number of a counted day. */
  readonly number?: number;
  readonly reason: { readonly vi: string; readonly en: string };
  /** Id of the document that set the day. */
  readonly document?: string;
};

export type Walk = {
  readonly rule: CountableRule;
  readonly term: Term;
  readonly calendar: WorkingCalendar;
  /** Epoch day of the result; Infinity while an open pause holds the term. */
  readonly due: number;
  /** The walk goes on to here, where other dates given beside the result lie further. */
  readonly furthest: number;
};

/**
 * Days in walking order: forward terms from the event on, backward terms from the event back, a
 * frequency over its whole period.
 */
export function walkDays(walk: Walk): readonly CertifiedDay[] {
  const { rule, term, due } = walk;
  if (runsForward(rule)) return forwardDays(walk);
  if (rule.bound === 'min_frequency') return periodDays(walk);
  if (rule.bound === 'min_before') return backwardDays(walk);
  return due === term.start ? [certified(walk, term.start, { role: 'event' })] : [];
}

/** How many days `walkDays` would list. */
export function walkLength({ rule, term, due, furthest }: Walk): number {
  if (rule.bound === 'min_frequency') return 366;
  const last = Math.max(due === Infinity ? 0 : due, furthest);
  return Math.abs(last - term.start) + 1;
}

type Role = Pick<CertifiedDay, 'role' | 'number'>;

function certified(walk: Walk, day: number, role: Role): CertifiedDay {
  const description: DayDescription = walk.calendar.describeDay(day);
  return {
    date: fromEpochDay(day),
    weekday: weekdayOfEpochDay(day),
    kind: description.kind,
    isWorking: description.isWorking,
    ...role,
    reason: description.reason,
    ...(description.document === undefined ? {} : { document: description.document.id }),
  };
}

function forwardDays(walk: Walk): readonly CertifiedDay[] {
  const { rule, term, calendar } = walk;
  const total = rule.amount + term.extraDays;
  const days = [certified(walk, term.start, { role: 'event' })];
  let number = 0;
  for (let day = term.start + 1; day <= walk.furthest; day += 1) {
    const isPaused = term.pauses.some((pause) => day > pause.from && day <= pause.to);
    const counts = !isPaused && (rule.unit === 'calendar_day' || calendar.isWorking(day));
    if (day <= walk.due && counts && number < total) {
      number += 1;
      days.push(certified(walk, day, { role: 'counted', number }));
    } else {
      days.push(certified(walk, day, { role: uncountedRole(walk, day, isPaused) }));
    }
  }
  return days;
}

function uncountedRole(walk: Walk, day: number, isPaused: boolean): DayRole {
  if (day > walk.due) return 'after_term';
  if (day === walk.due) return 'moved_to';
  return isPaused ? 'paused' : 'rest_day';
}

function backwardDays(walk: Walk): readonly CertifiedDay[] {
  const { rule, term, calendar } = walk;
  // One hour before 00:30 is the day before: hours count no days.
  const total = rule.unit === 'hour' ? 0 : rule.amount;
  const days = [certified(walk, term.start, { role: 'event' })];
  let number = 0;
  for (let day = term.start - 1; day >= walk.furthest; day -= 1) {
    const counts = rule.unit !== 'working_day' || calendar.isWorking(day);
    if (day >= walk.due && counts && number < total) {
      number += 1;
      days.push(certified(walk, day, { role: 'counted', number }));
    } else {
      const role = day < walk.due ? 'after_term' : day === walk.due ? 'moved_to' : 'rest_day';
      days.push(certified(walk, day, { role }));
    }
  }
  return days;
}

function periodDays(walk: Walk): readonly CertifiedDay[] {
  const { rule, term, calendar } = walk;
  const period = periodAround(rule.unit, term.start);
  const days: CertifiedDay[] = [];
  for (let day = period.first; day <= Math.max(period.last, walk.furthest); day += 1) {
    const isMovedTo = day > period.last && day === walk.due;
    const beyond: DayRole = isMovedTo ? 'moved_to' : day > walk.due ? 'after_term' : 'rest_day';
    const within: DayRole = calendar.isWorking(day) ? 'in_period' : 'rest_day';
    days.push(certified(walk, day, { role: day > period.last ? beyond : within }));
  }
  return days;
}
