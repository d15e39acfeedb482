/** What the deadline engine refuses, and its parser; `refusals.ts` gives each its words. */
export const DEADLINE_REFUSALS = {
  invalid_json: { vi: 'Dòng không phải JSON hợp lệ.', en: 'The line is not valid JSON.' },
  invalid_request: { vi: 'Yêu cầu sai cấu trúc.', en: 'The request is malformed.' },
  impossible_date: {
    vi: 'Ngày không tồn tại hoặc sai dạng.',
    en: 'The date does not exist or is garbled.',
  },
  unknown_rule: {
    vi: 'Không có quy định này trong bộ quy tắc.',
    en: 'The rule set has no such rule.',
  },
  ambiguous_stage: {
    vi: 'Bước này có ở nhiều loại vụ việc, phải nêu loại.',
    en: 'Several kinds of case have this stage: name the kind.',
  },
  not_a_deadline: {
    vi: 'Đây là chỉ tiêu, không phải thời hạn.',
    en: 'This row is a target, not a deadline.',
  },
  no_statutory_number: {
    vi: 'Pháp luật không quy định số ngày cho bước này.',
    en: 'The law gives no number of days for this step.',
  },
  start_before_rule_life: {
    vi: 'Ngày bắt đầu trước khi quy định có hiệu lực.',
    en: 'The start date is before the rule came into force.',
  },
  start_after_rule_life: {
    vi: 'Ngày bắt đầu sau khi quy định hết hiệu lực.',
    en: 'The start date is after the rule ceased to apply.',
  },
  pause_ends_before_it_starts: {
    vi: 'Thời gian tạm đình chỉ kết thúc trước khi bắt đầu.',
    en: 'A pause ends before it starts.',
  },
  pauses_overlap: {
    vi: 'Các khoảng tạm đình chỉ chồng lên nhau.',
    en: 'Pauses overlap.',
  },
  pause_before_start: {
    vi: 'Tạm đình chỉ trước khi thời hạn bắt đầu.',
    en: 'A pause begins before the term starts.',
  },
  extension_not_allowed: {
    vi: 'Thời hạn này không được gia hạn.',
    en: 'This term cannot be extended.',
  },
  extension_ground_not_allowed: {
    vi: 'Lý do này không phải căn cứ gia hạn của thời hạn này.',
    en: 'This ground does not extend this term.',
  },
  extension_exceeds_maximum: {
    vi: 'Gia hạn vượt quá mức tối đa.',
    en: 'The extension exceeds the maximum.',
  },
  extension_invalid: {
    vi: 'Gia hạn không hợp lệ.',
    en: 'The extension is not valid.',
  },
  extension_after_expiry: {
    vi: 'Quyết định gia hạn ban hành sau khi thời hạn đã hết.',
    en: 'The extension was decided after the term had expired.',
  },
} as const;
