/** Why a day may not be entered in an office's calendar; `refusals.ts` gives each its words. */
export const CALENDAR_REFUSALS = {
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
