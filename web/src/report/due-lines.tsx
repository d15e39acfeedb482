/** Running duties in law that are due soon or past their date, each leading to its case. */
import { Card, Empty } from 'antd';
import type { ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { ReportSummary } from '../api/client';
import { officersQuery } from '../api/queries';
import { useLanguage } from '../language/language';
import { clockLabel, stateLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import { DoubtMark } from '../parts/doubts';
import { DueTag } from '../parts/due-tag';
import { useSurroundings } from '../session/frame';
import { daysBetween } from './report-numbers';

interface Props {
  summary: ReportSummary;
  list: 'dueSoon' | 'breaches';
}

export function DueLines({ summary, list }: Props): ReactElement {
  const { say, figure } = useLanguage();
  const title =
    list === 'breaches' ? say('Đang quá hạn', 'Overdue') : say('Sắp hết hạn', 'Due soon');
  const rows = summary[list];
  return (
    <Card title={`${title} (${figure(summary[`${list}Total`])})`} size="small">
      {rows.length === 0 ? (
        <Empty image={null} description={say('Không có.', 'None.')} />
      ) : (
        <Lines title={title} summary={summary} list={list} />
      )}
    </Card>
  );
}

function Lines({ title, summary, list }: Props & { title: string }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const officers = useQuery(officersQuery);
  const nameOf = (id: string | null): string =>
    officers.data?.find(({ officerId }) => officerId === id)?.name ?? '—';
  return (
    <DataTable
      caption={title}
      rows={summary[list]}
      rowKey={({ caseId, clock }) => `${caseId}/${clock}`}
      columns={[
        {
          title: say('Số hồ sơ', 'Reference'),
          cell: ({ caseId, reference }) => <Link to={`/ho-so/${caseId}`}>{reference}</Link>,
        },
        {
          title: say('Thời hạn', 'Deadline'),
          cell: ({ clock }) => tell(clockLabel(lifecycle, clock)),
        },
        {
          title: say('Hết hạn', 'Due'),
          cell: ({ dueOn, flags }) => (
            <>
              <DueTag dueOn={dueOn} daysLeft={daysBetween(summary.today, dueOn)} />
              <DoubtMark flags={flags} />
            </>
          ),
        },
        {
          title: say('Bước', 'State'),
          cell: ({ state }) => tell(stateLabel(lifecycle, state)),
        },
        {
          title: say('Người xác minh', 'Case officer'),
          cell: ({ assigneeId }) => nameOf(assigneeId),
        },
      ]}
    />
  );
}
