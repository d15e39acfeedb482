/** A rule row in words: `trong 7 ngày làm việc, tính từ: nhận được khiếu nại`. The codes' words come with the lifecycle. */
import { useCallback } from 'react';
import type { Rule } from '../api/client';
import { useLanguage } from '../language/language';
import type { Label } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { useSurroundings } from '../session/frame';

/** What the amount with its unit is to the event it is counted from. */
const BOUNDS: Readonly<Record<string, Label>> = {
  max: { vi: 'trong {term}, tính từ: {event}', en: 'within {term} of: {event}' },
  after: { vi: 'sau {term}, tính từ: {event}', en: '{term} after: {event}' },
  min_before: { vi: 'chậm nhất {term} trước: {event}', en: 'at least {term} before: {event}' },
  min_length: { vi: 'ít nhất {term}, tính từ: {event}', en: 'at least {term} from: {event}' },
  min_frequency: { vi: 'ít nhất {term}', en: 'at least {term}' },
  alarm_after: { vi: 'cảnh báo sau {term}, tính từ: {event}', en: 'alarm {term} after: {event}' },
  goal: { vi: 'mục tiêu {term}', en: 'goal {term}' },
};
const NO_NUMBER: Label = {
  vi: 'không nêu số ngày, tính từ: {event}',
  en: 'no number of days, from: {event}',
};

/** Gives the sentence for a row in the language of the page. */
export function useTermText(): (rule: Rule) => string {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  return useCallback(
    ({ amount, unit, bound, startsAt }) => {
      const unitText = unit === null ? '' : tell(codeLabel(lifecycle, 'unit', unit));
      const term = unit === 'immediately' ? unitText : `${String(amount ?? '')} ${unitText}`.trim();
      const sentence = (term === '' ? undefined : BOUNDS[bound]) ?? NO_NUMBER;
      const event = tell(codeLabel(lifecycle, 'startsAt', startsAt));
      return tell(sentence).replace('{term}', term).replace('{event}', event);
    },
    [tell, lifecycle],
  );
}
