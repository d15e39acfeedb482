/**
 * The law a case's dates are counted by: its pinned rule set over the shipped calendar with the office's
 * own days. A draft is another `Law` handed to the same functions; nothing here counts a day.
 */
import type { Case } from './case';
import type { Command } from './commands';
import type { OfficeCalendar } from './events';
import type { RuleSet } from './rules';
import { calendarYears, rulesFor } from './rules';
import type { CalendarDay, CalendarYear, WorkingCalendar } from './working-days';
import { createCalendar } from './working-days';

export interface Law {
  readonly ruleSet: RuleSet;
  readonly calendar: WorkingCalendar;
}

/** The case's own law; undefined for a rule set never published. */
export function lawOf(current: Case): Law | undefined {
  const ruleSet = rulesFor(current.ruleSet);
  return ruleSet && { ruleSet, calendar: workingCalendarOf(current.calendar) };
}

const calendars = new WeakMap<OfficeCalendar, WorkingCalendar>();
const plainCalendar = createCalendar(calendarYears());

/** Shipped calendar plus the office's own days; built once per office calendar held in memory. */
export function workingCalendarOf(office: OfficeCalendar): WorkingCalendar {
  if (office.days.length === 0) return plainCalendar;
  const known = calendars.get(office);
  if (known) return known;
  const built = calendarWith(calendarYears(), office.days);
  calendars.set(office, built);
  return built;
}

/** Published years under days of later rank; of two entries for one date the later one counts. */
export function calendarWith(
  years: readonly CalendarYear[],
  days: readonly CalendarDay[],
): WorkingCalendar {
  const titles = [...new Set(days.map((day) => day.document))];
  return createCalendar(years, days, {
    // An office names its document by title; nobody but the office has checked it.
    overlayDocuments: titles.map((title) => ({
      id: title,
      title,
      issuedOn: null,
      confidence: 'office_entry',
    })),
  });
}

/** What every open case of an office is to be told. */
export interface LawChange {
  officeId: string;
  /** Epoch milliseconds at which it was ordered. */
  orderedAt: number;
  command: Extract<Command, { type: 'ApplyCalendar' | 'ChangeRuleSet' }>;
  /** As of every command: lower-case hex SHA-256 of its type and data. */
  commandHash: string;
}

/** Documents of the days that an office's calendar has and its earlier version had not. */
export function documentsBetween(
  before: OfficeCalendar | undefined,
  after: OfficeCalendar,
): string[] {
  const known = new Set(before?.days.map(contentOf));
  const fresh = after.days.filter((day) => !known.has(contentOf(day)));
  return [...new Set(fresh.map((day) => day.document))];
}

/** The same for the same entry, whatever order its fields came in. */
export function contentOf({ date, kind, status, name, document, knownOn }: CalendarDay): string {
  return JSON.stringify([date, kind, status, name, document, knownOn]);
}
