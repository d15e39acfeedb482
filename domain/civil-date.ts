/**
 * Civil dates: a day in the office's calendar, with no time and no zone. All arithmetic is on whole epoch
 * days (1970-01-01 = 0) in integers; no Date object. The office's zone is UTC+07:00 all year (Vietnam has
 * no summer time), and the only two places where a date meets an instant are at the end of this file.
 */

declare const civilDateBrand: unique symbol;

/** A real day written `YYYY-MM-DD`, years 0001-9999. Made only by `parseCivilDate` or the functions here. */
export type CivilDate = string & { readonly [civilDateBrand]: true };

/** 9999-12-31; later days have no four-digit year and are refused, never wrapped. */
export const LAST_EPOCH_DAY = 2932896;
/** 0001-01-01. */
export const FIRST_EPOCH_DAY = -719162;

const MS_PER_DAY = 86_400_000;
const OFFICE_OFFSET_MS = 7 * 3_600_000;
const DATE_SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export type YearMonthDay = { readonly year: number; readonly month: number; readonly day: number };

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month, month 1-12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** The date, or undefined when the text is not exactly `YYYY-MM-DD` or the day does not exist (30 February). */
export function parseCivilDate(text: string): CivilDate | undefined {
  if (!DATE_SHAPE.test(text)) return undefined;
  const { year, month, day } = partsOf(text);
  const isReal =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isReal ? (text as CivilDate) : undefined;
}

function partsOf(text: string): YearMonthDay {
  const digit = (at: number): number => text.charCodeAt(at) - 48;
  return {
    year: digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3),
    month: digit(5) * 10 + digit(6),
    day: digit(8) * 10 + digit(9),
  };
}

/** Whole days since 1970-01-01 (negative before). */
export function toEpochDay(date: CivilDate): number {
  const { year, month, day } = partsOf(date);
  return epochDayOf(year, month, day);
}

/** Epoch day of a year, month (1-12) and day (1-31), which must exist. */
export function epochDayOf(year: number, month: number, day: number): number {
  // Years run March to February here, so that the leap day is the last day and needs no special case.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month (1-12) and day of an epoch day. */
export function partsOfEpochDay(epochDay: number): YearMonthDay {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** The date of an epoch day. Caller's duty: FIRST_EPOCH_DAY ≤ epochDay ≤ LAST_EPOCH_DAY. */
export function fromEpochDay(epochDay: number): CivilDate {
  const { year, month, day } = partsOfEpochDay(epochDay);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}` as CivilDate;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** Negative when `left` is earlier, 0 when equal, positive when later. */
export function compareCivilDates(left: CivilDate, right: CivilDate): number {
  if (left === right) return 0;
  // Four-digit years: the order of the texts is the order of the days.
  return left < right ? -1 : 1;
}

/** ISO weekday of an epoch day: 1 = Monday … 7 = Sunday. */
export function weekdayOfEpochDay(epochDay: number): number {
  // 1970-01-01 was a Thursday.
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: CivilDate): number {
  return weekdayOfEpochDay(toEpochDay(date));
}

/** The civil date in the office (UTC+07:00) at an instant in epoch milliseconds. */
export function civilDateAt(epochMs: number): CivilDate {
  return fromEpochDay(Math.floor((epochMs + OFFICE_OFFSET_MS) / MS_PER_DAY));
}

/** The instant, in epoch milliseconds, at which the day ends in the office: 24:00 at UTC+07:00 (BLDS 2015 Đ148.6). */
export function endOfDayInstant(date: CivilDate): number {
  return (toEpochDay(date) + 1) * MS_PER_DAY - OFFICE_OFFSET_MS;
}
