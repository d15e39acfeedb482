/**
 * Which days are working days. A working day is (Monday-Friday and not off) or a swapped working day
 * (Labour Code 2019 Đ111-112 and the yearly decisions named in rules/calendars). The calendar is a sorted
 * table of exceptions with running sums, so counting needs no walk. It never invents a holiday: a year
 * without a file counts Monday-Friday and says so (`isKnownYear`).
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, partsOfEpochDay, toEpochDay, weekdayOfEpochDay } from './civil-date';

/** What a calendar entry does to its day; `local_closure` is a storm, a flood: one office, one day. */
export type CalendarDayKind =
  'holiday' | 'compensatory_off' | 'swapped_off' | 'swapped_work' | 'local_closure';

/** An unconfirmed day counts as an ordinary day until somebody confirms it; a rejected one for good. */
export type CalendarDayStatus = 'confirmed' | 'unconfirmed' | 'rejected';

export type CalendarDay = {
  readonly date: string;
  readonly kind: CalendarDayKind;
  readonly status: CalendarDayStatus;
  /** Vietnamese name, printed as the reason. */
  readonly name: string;
  /** Id of the document that set the day. */
  readonly document: string;
  /** The date from which the office could know of this day. */
  readonly knownOn: string;
};

export type CalendarDocument = {
  readonly id: string;
  readonly title: string;
  readonly issuedOn: string | null;
  readonly confidence: string;
  readonly note?: string;
};

export type CalendarYear = {
  readonly year: number;
  readonly documents: readonly CalendarDocument[];
  readonly days: readonly CalendarDay[];
};

export type CalendarOptions = {
  /** Ignore every day that became known after this date: what the office could know then. */
  readonly asKnownOn?: CivilDate;
  /** Documents that overlay days name. */
  readonly overlayDocuments?: readonly CalendarDocument[];
};

export type DayKind = CalendarDayKind | 'ordinary' | 'weekend' | 'unconfirmed' | 'rejected';

export type DayDescription = {
  readonly epochDay: number;
  readonly kind: DayKind;
  readonly isWorking: boolean;
  readonly reason: { readonly vi: string; readonly en: string };
  /** The document that set the day; absent for ordinary days and weekends. */
  readonly document?: CalendarDocument;
};

/** Days are epoch days. `n`, where given, is a whole number ≥ 1. */
export type WorkingCalendar = {
  isWorking(day: number): boolean;
  /** Working days in (after, upTo]; upTo ≥ after. */
  workingDaysBetween(after: number, upTo: number): number;
  /** The n-th working day after `day`. */
  addWorkingDays(day: number, n: number): number;
  /** The n-th working day before `day`. */
  subtractWorkingDays(day: number, n: number): number;
  /** `day` itself when it is a working day, else the next one. */
  nextWorkingDay(day: number): number;
  /** `day` itself when it is a working day, else the one before. */
  previousWorkingDay(day: number): number;
  describeDay(day: number): DayDescription;
  isKnownYear(year: number): boolean;
  /** Unconfirmed days that would change their day if confirmed, ascending. */
  readonly unconfirmedDays: readonly number[];
  /** The same calendar with these unconfirmed days taken as confirmed. */
  confirming(days: readonly number[]): WorkingCalendar;
};

/** What a day is called in an explanation, a certificate and on the page. */
export const DAY_KIND_TEXT: Record<DayKind, { vi: string; en: string }> = {
  ordinary: { vi: 'ngày làm việc', en: 'working day' },
  weekend: { vi: 'ngày nghỉ hằng tuần', en: 'weekly rest day' },
  holiday: { vi: 'nghỉ lễ, tết', en: 'public holiday' },
  compensatory_off: { vi: 'nghỉ bù', en: 'day off in lieu' },
  swapped_off: { vi: 'nghỉ hoán đổi', en: 'day off, swapped' },
  swapped_work: { vi: 'làm việc bù cho ngày nghỉ hoán đổi', en: 'swapped working day' },
  local_closure: { vi: 'trụ sở tạm đóng cửa', en: 'office closed locally' },
  unconfirmed: {
    vi: 'chưa xác nhận là ngày nghỉ, đang tính như ngày thường',
    en: 'not confirmed as a day off, counted as an ordinary day',
  },
  rejected: {
    vi: 'đơn vị đã bác bỏ, tính như ngày thường',
    en: 'rejected by the office, counted as an ordinary day',
  },
};

/**
 * A calendar from the published years and, later in rank, the office's own overlay: an overlay entry for
 * a date replaces the published entry for that date (that is how a day is confirmed or rejected), unless
 * it is not in force and of another kind.
 */
export function createCalendar(
  years: readonly CalendarYear[],
  overlay: readonly CalendarDay[] = [],
  options: CalendarOptions = {},
): WorkingCalendar {
  const documents = new Map<string, CalendarDocument>();
  for (const document of [
    ...years.flatMap((year) => year.documents),
    ...(options.overlayDocuments ?? []),
  ]) {
    documents.set(document.id, document);
  }
  const isKnown = (entry: CalendarDay): boolean =>
    options.asKnownOn === undefined || entry.knownOn <= options.asKnownOn;
  const published = byDay(years.flatMap((year) => year.days).filter(isKnown));
  const entries = new Map(published);
  for (const [day, entry] of byDay(overlay.filter(isKnown))) {
    const beneath = published.get(day);
    // What an office takes back is its own closure, not the make-up Saturday or the holiday beneath it.
    const givesWay =
      beneath !== undefined && entry.status !== 'confirmed' && entry.kind !== beneath.kind;
    if (!givesWay) entries.set(day, entry);
  }
  return calendarOf(entries, documents, new Set(years.map((year) => year.year)));
}

/** By epoch day; of two entries for one day the later in the list. */
function byDay(days: readonly CalendarDay[]): Map<number, CalendarDay> {
  // The entry's date is checked when the file or the overlay row is taken in, not on every count.
  return new Map(days.map((entry) => [toEpochDay(entry.date as CivilDate), entry]));
}

function calendarOf(
  entries: ReadonlyMap<number, CalendarDay>,
  documents: ReadonlyMap<string, CalendarDocument>,
  knownYears: ReadonlySet<number>,
): WorkingCalendar {
  const changes = changedDays(entries);
  const count = createCounter(changes);
  const isWorking = (day: number): boolean => changes.get(day) ?? isWeekday(day);
  const addWorkingDays = (day: number, n: number): number => {
    const target = count(day) + n;
    let end = day + n;
    // Each jump is as long as what is still missing: it can land on the target but never pass it.
    for (let missing = target - count(end); missing > 0; missing = target - count(end)) {
      end += missing;
    }
    return end;
  };
  const subtractWorkingDays = (day: number, n: number): number => {
    const target = count(day - 1) - n;
    let start = day - n;
    for (let extra = count(start - 1) - target; extra > 0; extra = count(start - 1) - target) {
      start -= extra;
    }
    return start;
  };
  // Recounts ask for the same few confirmations over and over.
  const confirmations = new Map<string, WorkingCalendar>();
  const confirming = (days: readonly number[]): WorkingCalendar => {
    const key = days.join();
    const made = confirmations.get(key);
    if (made !== undefined) return made;
    const next = calendarOf(confirmed(entries, days), documents, knownYears);
    confirmations.set(key, next);
    return next;
  };
  return {
    isWorking,
    workingDaysBetween: (after, upTo) => count(upTo) - count(after),
    addWorkingDays,
    subtractWorkingDays,
    nextWorkingDay: (day) => (isWorking(day) ? day : addWorkingDays(day, 1)),
    previousWorkingDay: (day) => (isWorking(day) ? day : subtractWorkingDays(day, 1)),
    describeDay: (day) => describe(day, entries.get(day), documents),
    isKnownYear: (year) => knownYears.has(year),
    unconfirmedDays: unconfirmedIn(entries),
    confirming,
  };
}

function isWeekday(day: number): boolean {
  return weekdayOfEpochDay(day) <= 5;
}

function wouldWork(entry: CalendarDay): boolean {
  return entry.kind === 'swapped_work';
}

/** Only the days whose answer differs from Monday-Friday. */
function changedDays(entries: ReadonlyMap<number, CalendarDay>): ReadonlyMap<number, boolean> {
  const changes = new Map<number, boolean>();
  for (const [day, entry] of entries) {
    const isChange = entry.status === 'confirmed' && wouldWork(entry) !== isWeekday(day);
    if (isChange) changes.set(day, wouldWork(entry));
  }
  return changes;
}

function unconfirmedIn(entries: ReadonlyMap<number, CalendarDay>): readonly number[] {
  return [...entries]
    .filter(([day, entry]) => entry.status === 'unconfirmed' && wouldWork(entry) !== isWeekday(day))
    .map(([day]) => day)
    .sort((left, right) => left - right);
}

function confirmed(
  entries: ReadonlyMap<number, CalendarDay>,
  days: readonly number[],
): ReadonlyMap<number, CalendarDay> {
  const next = new Map(entries);
  for (const day of days) {
    const entry = next.get(day);
    if (entry !== undefined) next.set(day, { ...entry, status: 'confirmed' });
  }
  return next;
}

/** Working days up to and including a day, from an arbitrary fixed origin; only differences mean anything. */
function createCounter(changes: ReadonlyMap<number, boolean>): (day: number) => number {
  const days = Int32Array.from([...changes.keys()].sort((left, right) => left - right));
  const sums = new Int32Array(days.length + 1);
  days.forEach((day, index) => {
    sums[index + 1] = (sums[index] ?? 0) + (changes.get(day) === true ? 1 : -1);
  });
  return (day) => {
    // Day -3 was a Monday: whole weeks of five, then the part of this week.
    const fromMonday = day + 3;
    const weeks = Math.floor(fromMonday / 7);
    const weekdays = weeks * 5 + Math.min(fromMonday - weeks * 7 + 1, 5);
    return weekdays + (sums[rankOf(days, day)] ?? 0);
  };
}

/** How many entries of a sorted table are ≤ day. */
function rankOf(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describe(
  day: number,
  entry: CalendarDay | undefined,
  documents: ReadonlyMap<string, CalendarDocument>,
): DayDescription {
  const plainKind: DayKind = isWeekday(day) ? 'ordinary' : 'weekend';
  // An entry that is not in force and would change nothing if it were is no doubt to speak of.
  const isMoot =
    entry === undefined || (entry.status !== 'confirmed' && wouldWork(entry) === isWeekday(day));
  if (isMoot) return plainDescription(day, plainKind);
  const kind: DayKind = entry.status === 'confirmed' ? entry.kind : entry.status;
  const isWorking = entry.status === 'confirmed' ? wouldWork(entry) : isWeekday(day);
  const document = documents.get(entry.document);
  return {
    epochDay: day,
    kind,
    isWorking,
    reason: {
      vi: `${entry.name} (${DAY_KIND_TEXT[kind].vi})`,
      en: `${DAY_KIND_TEXT[kind].en}: ${entry.name}`,
    },
    ...(document === undefined ? {} : { document }),
  };
}

function plainDescription(day: number, kind: 'ordinary' | 'weekend'): DayDescription {
  return { epochDay: day, kind, isWorking: kind === 'ordinary', reason: DAY_KIND_TEXT[kind] };
}

/** The years of (after, upTo] for which no calendar is published, ascending. */
export function yearsWithoutCalendar(
  calendar: WorkingCalendar,
  after: number,
  upTo: number,
): readonly number[] {
  const missing: number[] = [];
  const last = partsOfEpochDay(upTo).year;
  for (let year = partsOfEpochDay(after + 1).year; year <= last; year += 1) {
    if (!calendar.isKnownYear(year)) missing.push(year);
  }
  return missing;
}

/** The unconfirmed days as dates, for people. */
export function unconfirmedDates(calendar: WorkingCalendar): readonly CivilDate[] {
  return calendar.unconfirmedDays.map(fromEpochDay);
}
