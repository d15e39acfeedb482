/**
 * An office's own calendar days beside the published ones: what a year looks like with them, and why a day
 * may not be entered. A day is recorded for ever, so a slip is refused here rather than corrected later.
 */
import type { CivilDate } from './civil-date';
import { toEpochDay, weekdayOf } from './civil-date';
import type { CalendarDayEntry, OfficeCalendar } from './events';
import { contentOf, workingCalendarOf } from './law';
import { calendarYears } from './rules';
import type { CalendarDay, CalendarDocument } from './working-days';

export const CALENDAR_OBJECTIONS = {
  calendar_date_out_of_range: {
    vi: 'Ngày phải nằm trong khoảng từ {from} đến {to}.',
    en: 'The date must lie between {from} and {to}.',
  },
  calendar_known_in_future: {
    vi: 'Ngày biết đến văn bản không được sau ngày hôm nay.',
    en: 'A document cannot have become known after today.',
  },
  calendar_known_too_early: {
    vi: 'Ngày biết đến văn bản không được trước {from}, ngày ban hành Bộ luật Lao động.',
    en: 'A document cannot have become known before {from}, when the Labour Code was passed.',
  },
  calendar_day_unchanged: {
    vi: 'Lịch của đơn vị đã ghi đúng như vậy.',
    en: 'The office’s calendar says exactly this already.',
  },
  calendar_nothing_to_reject: {
    vi: 'Lịch không có ngày này nên không có gì để bác bỏ.',
    en: 'The calendar has no such day to reject.',
  },
  calendar_swap_needs_rest_day: {
    vi: 'Ngày làm bù phải là thứ Bảy hoặc Chủ nhật; thứ Hai đến thứ Sáu vốn là ngày làm việc.',
    en: 'Only a Saturday or Sunday becomes a swapped working day.',
  },
  calendar_day_already_off: {
    vi: 'Ngày này vốn đã là ngày nghỉ.',
    en: 'This day is a day off already.',
  },
} as const;

export interface CalendarObjection {
  code: keyof typeof CALENDAR_OBJECTIONS;
  /** The field at fault. */
  field: keyof CalendarDayEntry;
  params: Record<string, string>;
}

/** The objection in words. */
export function objectionText({ code, params }: CalendarObjection, language: 'vi' | 'en'): string {
  return CALENDAR_OBJECTIONS[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(params[name]),
  );
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
    code: CalendarObjection['code'],
    field: CalendarObjection['field'],
    params: CalendarObjection['params'] = {},
  ): CalendarObjection => ({ code, field, params });
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
): [CalendarObjection['code'], CalendarObjection['field']] | undefined {
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
): [CalendarObjection['code'], CalendarObjection['field']] | undefined {
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
