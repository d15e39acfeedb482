/** A due date with the days left, in words and in colour, never in colour alone. */
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Language } from '../language/language';

/** "Due soon" on every page: the list's filter, the report's list, the colour of a date. */
export const SOON_DAYS = 7;

function daysInWords(daysLeft: number, { say }: Language): string {
  const days = String(Math.abs(daysLeft));
  if (daysLeft < 0) return say(`quá hạn ${days} ngày`, `${days} d overdue`);
  if (daysLeft === 0) return say('hết hạn hôm nay', 'due today');
  return say(`còn ${days} ngày`, `${days} d left`);
}

function colorOf(daysLeft: number): string {
  if (daysLeft < 0) return 'error';
  return daysLeft <= SOON_DAYS ? 'warning' : 'success';
}

export function DueTag({ dueOn, daysLeft }: { dueOn: string; daysLeft: number }): ReactElement {
  const language = useLanguage();
  return (
    <span className="due">
      <time dateTime={dueOn}>{showDate(dueOn)}</time>
      <Tag color={colorOf(daysLeft)}>{daysInWords(daysLeft, language)}</Tag>
    </span>
  );
}

export function MissedTag(): ReactElement {
  const { say } = useLanguage();
  return <Tag color="error">{say('Đã lỡ hạn', 'Deadline missed')}</Tag>;
}
