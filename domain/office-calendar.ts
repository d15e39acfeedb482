/**
 * An office's own calendar days beside the published ones: what a year looks like with them, and why a day
 * may not be entered. A day is recorded for ever, so a slip is refused here rather than corrected later.
 */
import type { CALENDAR_REFUSALS } from './calendar-refusals';
import type { CivilDate } from './civil-date';
import { toEpochDay, weekdayOf } from './civil-date';
import type { CalendarDayEntry, OfficeCalendar } from './events';
import { contentOf, workingCalendarOf } from './law';
import type { Refusal } from './refusals';
import { refuse } from './refusals';
import { calendarYears } from './rules';
import type { CalendarDay, CalendarDocument } from './working-days';

type Code = keyof typeof CALENDAR_REFUSALS;

/** The field is beside the refusal, not in its sentence: who enters a day sees the form. */
export interface CalendarObjection {
  refusal: Refusal;
  field: keyof CalendarDayEntry;
}

/** Years around this one for which a day may be entered: open cases live that long, decrees no longer. */
const YEARS_AROUND = 2;

/** Bộ luật Lao động 45/2019/QH14, on which every day off of these years rests. */
const LABOUR_CODE_ON = '2019-11-20';

/** Why this day may not be entered, or undefined. */
export function objectionTo(
  day: CalendarDayEntry,
  office: OfficeCalendar,
  today: CivilDate,
): CalendarObjection | undefined {
  const object = (
    code: Code,
    field: CalendarObjection['field'],
    params?: Refusal['params'],
  ): CalendarObjection => ({ refusal: refuse(code, { params }), field });
  const year = Number(today.slice(0, 4));
  const range = { from: `${year - YEARS_AROUND}-01-01`, to: `${year + YEARS_AROUND}-12-31` };
  if (day.date < range.from || day.date > range.to) {
    return object('calendar_date_out_of_range', 'date', range);
  }
  if (day.knownOn > today) return object('calendar_known_in_future', 'knownOn');
  if (day.knownOn < LABOUR_CODE_ON) {
    return object('calendar_known_too_early', 'knownOn', { from: LABOUR_CODE_ON });
  }
  const fault = effectFault(day, office);
  return fault && object(...fault);
}

/** What entering the day would not change, or would change against sense. */
function effectFault(
  day: CalendarDayEntry,
  office: OfficeCalendar,
): [Code, CalendarObjection['field']] | undefined {
  const entry = entryFor(day.date, office);
  if (entry && contentOf(entry) === contentOf(day)) return ['calendar_day_unchanged', 'date'];
  if (day.status === 'confirmed') return confirmationFault(day, entry, office);
  if (!entry) return ['calendar_nothing_to_reject', 'date'];
  return entry.kind === day.kind ? undefined : ['calendar_nothing_to_reject', 'kind'];
}

function confirmationFault(
  { date, kind }: CalendarDayEntry,
  entry: CalendarDay | undefined,
  office: OfficeCalendar,
): [Code, CalendarObjection['field']] | undefined {
  if (kind === 'swapped_work') {
    // Thứ Bảy hoặc Chủ nhật: only a weekly rest day can be exchanged for a day off.
    return weekdayOf(date) <= 5 ? ['calendar_swap_needs_rest_day', 'kind'] : undefined;
  }
  // A statutory holiday on a Sunday is still one, and what gives the day off in lieu its reason.
  if (kind === 'holiday' || entry?.kind === kind) return undefined;
  const isOff = !workingCalendarOf(office).isWorking(toEpochDay(date));
  return isOff ? ['calendar_day_already_off', 'kind'] : undefined;
}

function entryFor(date: CivilDate, office: OfficeCalendar): CalendarDay | undefined {
  return (
    office.days.find((day) => day.date === date) ??
    calendarYears()
      .flatMap((year) => year.days)
      .find((day) => day.date === date)
  );
}

export interface ExceptionalDay {
  day: CalendarDay;
  weekday: number;
  isWorking: boolean;
  document: Pick<CalendarDocument, 'title' | 'confidence'>;
  isOfficeDay: boolean;
  /** The published entry that the office's own has taken the place of. */
  replaces: CalendarDay | undefined;
}

/** Every day of a year that a calendar says something of, in order. */
export function exceptionalDays(year: number, office: OfficeCalendar): ExceptionalDay[] {
  const published = calendarYears().filter((calendar) => calendar.year === year);
  const documents = new Map(
    published.flatMap((calendar) => calendar.documents.map((document) => [document.id, document])),
  );
  const shipped = new Map(
    published.flatMap((calendar) => calendar.days.map((day) => [day.date, day])),
  );
  const own = new Map(
    office.days
      .filter((day) => Number(day.date.slice(0, 4)) === year)
      .map((day) => [day.date as string, day]),
  );
  const working = workingCalendarOf(office);
  return [...new Map<string, CalendarDay>([...shipped, ...own]).values()]
    .sort((left, right) => (left.date < right.date ? -1 : 1))
    .map((day) => {
      // The entry's date is checked when the file or the office's day is taken in.
      const date = day.date as CivilDate;
      const isOfficeDay = own.has(day.date);
      const shippedDocument = isOfficeDay ? undefined : documents.get(day.document);
      return {
        day,
        weekday: weekdayOf(date),
        isWorking: working.isWorking(toEpochDay(date)),
        document: shippedDocument ?? { title: day.document, confidence: 'office_entry' },
        isOfficeDay,
        replaces: isOfficeDay ? shipped.get(day.date) : undefined,
      };
    });
}

export function isKnownYear(year: number): boolean {
  return calendarYears().some((calendar) => calendar.year === year);
}
