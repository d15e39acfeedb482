/** Every change of the calendar, newest first, and how far it has reached the open cases. */
import { Card } from 'antd';
import type { ReactElement } from 'react';
import type { CalendarChange } from '../api/client';
import { useCalendarChanges } from '../api/queries';
import { showDate, showInstant } from '../language/dates';
import { useLanguage } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { RollOut, useReadCasesAgain } from '../law-change/roll-out';
import { DataTable } from '../parts/data-table';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';

export function ChangeList(): ReactElement {
  const { say } = useLanguage();
  const query = useCalendarChanges();
  const title = say('Các lần thay đổi lịch', 'Changes of the calendar');
  const changes = query.data ?? [];
  useReadCasesAgain(changes);
  return (
    <Card title={title} size="small" loading={query.isPending}>
      {query.isError && <FailedQuery query={query} />}
      {query.data?.length === 0 &&
        say('Đơn vị chưa thay đổi lịch.', 'The office has changed nothing.')}
      {changes.length > 0 && <Changes title={title} changes={changes} />}
    </Card>
  );
}

function Changes({ title, changes }: { title: string; changes: CalendarChange[] }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  return (
    <DataTable
      caption={title}
      rows={changes}
      rowKey={({ changeId }) => changeId}
      columns={[
        { title: say('Lần', 'No.'), cell: ({ version }) => version },
        {
          title: say('Ngày', 'Date'),
          cell: ({ day }) => (
            <>
              {showDate(day.date)} {day.name}
              <small className="secondary">
                {day.status === 'rejected' && `${say('bác bỏ', 'rejected')}: `}
                {tell(codeLabel(lifecycle, 'CalendarDay.kind', day.kind))}
              </small>
            </>
          ),
        },
        { title: say('Văn bản', 'Document'), cell: ({ day }) => day.document },
        {
          title: say('Người thay đổi', 'Changed by'),
          cell: ({ changedBy, changedAt }) => (
            <>
              {changedBy.name}
              <small className="secondary">{showInstant(changedAt)}</small>
            </>
          ),
        },
        { title: say('Áp dụng', 'Roll-out'), cell: (change) => <RollOut {...change} /> },
      ]}
    />
  );
}
