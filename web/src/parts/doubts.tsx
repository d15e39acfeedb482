/**
 * What must be said beside a due date before anybody relies on it: how far its basis is trusted, what other
 * texts would give, where an unconfirmed day would move it. The server says which of these hold.
 */
import type { ReactElement } from 'react';
import type { Clock } from '../api/client';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Label } from '../language/language';

type Others = Pick<Clock, 'alternatives' | 'conflictsWith' | 'warnings'>;

function useOtherDates({ alternatives, conflictsWith, warnings }: Others): string[] {
  const { say, tell } = useLanguage();
  return [
    ...alternatives.map(({ dueOn, ifConfirmed }) => {
      const [days, due] = [ifConfirmed.map(showDate).join(', '), showDate(dueOn)];
      return say(
        `Nếu ngày ${days} được xác nhận trong lịch: hết hạn ${due}`,
        `If ${days} is confirmed in the calendar: due ${due}`,
      );
    }),
    ...conflictsWith.map(({ ruleId, basis, dueOn }) => {
      const due = dueOn === null ? say('chưa xác định', 'not known yet') : showDate(dueOn);
      return say(
        `Theo quy định khác, ${basis.vi} (${ruleId}): hết hạn ${due}`,
        `By the other text, ${basis.en} (${ruleId}): due ${due}`,
      );
    }),
    ...warnings.map(tell),
  ];
}

/** The dates that may hold instead, each with its reason, under the date itself. */
export function OtherDates(others: Others): ReactElement {
  const lines = useOtherDates(others);
  return (
    <>
      {lines.map((line) => (
        <small key={line} className="doubt">
          {line}
        </small>
      ))}
    </>
  );
}

export function Flags({ flags }: { flags: Label[] }): ReactElement {
  const { tell } = useLanguage();
  return (
    <>
      {flags.map((flag) => (
        <small key={flag.en} className="doubt">
          ⚠ {tell(flag)}
        </small>
      ))}
    </>
  );
}

/** All of it behind one short mark, where a row has no room; nothing when the date is beyond doubt. */
export function DoubtMark(doubts: Partial<Others> & Pick<Clock, 'flags'>): ReactElement | null {
  const { say } = useLanguage();
  const { flags, alternatives = [], conflictsWith = [], warnings = [] } = doubts;
  const others = { alternatives, conflictsWith, warnings };
  if ([flags, ...Object.values(others)].every(({ length }) => length === 0)) return null;
  return (
    <details className="doubt-mark">
      <summary>⚠ {say('Cần lưu ý', 'With doubts')}</summary>
      <OtherDates {...others} />
      <Flags flags={flags} />
    </details>
  );
}
