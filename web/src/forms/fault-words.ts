/** What is wrong with a value, in words; the server gives the code and the limit. */
import type { Problem } from '../api/problem';
import type { Label } from '../language/language';

export type Fault = NonNullable<Problem['errors']>[number];

const WORDS: Readonly<Record<string, Label>> = {
  missing: { vi: 'Cần điền mục này.', en: 'This is required.' },
  too_long: { vi: 'Nhập tối đa {limit} ký tự.', en: 'At most {limit} characters.' },
  too_big: { vi: 'Nhập tối đa {limit}.', en: 'At most {limit}.' },
  too_small: { vi: 'Nhập ít nhất {limit}.', en: 'At least {limit}.' },
  invalid_type: { vi: 'Sai kiểu giá trị.', en: 'The wrong kind of value.' },
  invalid_format: { vi: 'Chưa đúng định dạng.', en: 'Not in the right form.' },
  invalid_draft: { vi: 'Chưa đúng: {message}', en: 'Not right: {message}' },
  invalid_value: { vi: 'Giá trị không có trong danh sách.', en: 'Not one of the choices.' },
};

/** A rule of the office has no code: then the problem is about this field, and its sentence says it. */
export function faultWords({ code, limit, message }: Fault, problem: Problem): Label {
  if (code === undefined) return problem.details;
  const words = WORDS[code] ?? { vi: 'Giá trị chưa hợp lệ.', en: 'Not valid.' };
  const put = (text: string): string =>
    text.replace('{limit}', String(limit ?? '')).replace('{message}', () => message);
  return { vi: put(words.vi), en: put(words.en) };
}
