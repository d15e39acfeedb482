/** The server's answer to the calculator: the date, every doubt about it, and how it was counted. */
import { Alert, Tag } from 'antd';
import type { ReactElement } from 'react';
import type { DeadlineAnswer } from '../api/client';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import { OtherDates } from '../parts/doubts';
import { useSurroundings } from '../session/frame';

export function CountedDeadline({ counted }: { counted: DeadlineAnswer }): ReactElement {
  const { say, tell, language } = useLanguage();
  const { lifecycle } = useSurroundings();
  const { dueOn, dueAt, isFinal, flags, warnings } = counted;
  const lines = language === 'vi' ? counted.explanation : counted.explanationEn;
  return (
    <section className="counted" aria-label={say('Kết quả', 'Result')} role="status">
      <p className="counted-date">
        {say('Hết hạn', 'Due')}:{' '}
        <strong>{dueOn === null ? say('chưa xác định', 'not known yet') : showDate(dueOn)}</strong>{' '}
        {dueAt !== undefined && <span>({dueAt.slice(11, 16)})</span>}{' '}
        {!isFinal && <Tag color="warning">{say('Ngày có thể thay đổi', 'Date may change')}</Tag>}
      </p>
      <OtherDates alternatives={counted.alternatives ?? []} conflictsWith={[]} warnings={[]} />
      <Conflicts counted={counted} />
      {warnings.map(({ year, detail }) => (
        <Alert key={year} type="warning" showIcon title={tell(detail)} />
      ))}
      {flags.map((flag) => (
        <p key={flag} className="doubt">
          ⚠ {tell(codeLabel(lifecycle, 'flags', flag))}
        </p>
      ))}
      <ol className="explanation">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  );
}

/** Where texts disagree both dates stand side by side, neither before the other. */
function Conflicts({ counted }: { counted: DeadlineAnswer }): ReactElement | null {
  const { say } = useLanguage();
  const { conflictsWith = [], ruleId, dueOn } = counted;
  if (conflictsWith.length === 0) return null;
  return (
    <DataTable
      caption={say('Các văn bản mâu thuẫn', 'Texts in conflict')}
      rows={[{ rule: ruleId, dueOn }, ...conflictsWith]}
      rowKey={({ rule }) => rule}
      isNarrow
      columns={[
        { title: say('Quy tắc', 'Rule'), cell: ({ rule }) => rule },
        {
          title: say('Hết hạn', 'Due'),
          cell: (line) => (line.dueOn === null ? '—' : showDate(line.dueOn)),
        },
      ]}
    />
  );
}
