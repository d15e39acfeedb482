/**
 * Dates as the office writes them. Civil dates stay strings: a Date object would move them by a day in
 * another zone. Instants are shown in the office's zone, wherever the browser is.
 */
const OFFICE_ZONE = 'Asia/Ho_Chi_Minh';

/** How date pickers show and read a date; the same in both languages. */
export const DATE_FORMAT = 'DD/MM/YYYY';
/** How the API writes one. */
export const API_DATE_FORMAT = 'YYYY-MM-DD';

/** `2026-11-24` → `24/11/2026`. */
export function showDate(civilDate: string): string {
  return civilDate.split('-').reverse().join('/');
}

/** `2026-11` → `11/2026`. */
export const showMonth = showDate;

const CLOCK_PARTS = new Intl.DateTimeFormat('vi-VN', {
  timeZone: OFFICE_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hourCycle: 'h23',
});

/** ISO 8601 → `14:05 24/11/2026` in the office's zone. */
export function showInstant(iso: string): string {
  const parts = CLOCK_PARTS.formatToParts(new Date(iso));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('hour')}:${part('minute')} ${part('day')}/${part('month')}/${part('year')}`;
}

/** Today in the office, as the API writes it; only to fill a form in advance. */
export function todayInOffice(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: OFFICE_ZONE }).format(new Date());
}
