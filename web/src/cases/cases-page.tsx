/** Danh sách hồ sơ: newest receipt first, a page at a time. No person's name is in it, on purpose. */
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button, Empty, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { CaseSummary } from '../api/client';
import { useCases } from '../api/queries';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import type { Language } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { DoubtMark } from '../parts/doubts';
import { DueTag, MissedTag } from '../parts/due-tag';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { CaseFilters, useCaseFilter } from './case-filters';
import { StateTag } from './state-tag';

export function CasesPage(): ReactElement {
  const { say } = useLanguage();
  const cases = useCases(useCaseFilter());
  return (
    <>
      <PageTitle title={say('Danh sách hồ sơ', 'Cases')} />
      <CaseFilters />
      {cases.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {cases.isError && <FailedQuery query={cases} />}
      {cases.data && (
        <CaseTable rows={cases.data.pages.flatMap((page) => page.cases)} query={cases} />
      )}
    </>
  );
}

type Query = Pick<UseInfiniteQueryResult, 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'>;

function CaseTable({ rows, query }: { rows: CaseSummary[]; query: Query }): ReactElement {
  const language = useLanguage();
  const { say, figure } = language;
  const columns = useColumns(language);
  if (rows.length === 0) {
    return <Empty description={say('Không có hồ sơ nào phù hợp.', 'No case matches.')} />;
  }
  return (
    <>
      <DataTable
        caption={say('Hồ sơ', 'Cases')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.caseId}
      />
      <div className="more">
        <span role="status">
          {say(`Đang hiện ${figure(rows.length)} hồ sơ`, `${figure(rows.length)} cases shown`)}
        </span>
        {query.hasNextPage && (
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {say('Xem thêm', 'Show more')}
          </Button>
        )}
      </div>
    </>
  );
}

function useColumns({ say, tell }: Language): Column<CaseSummary>[] {
  const { lifecycle } = useSurroundings();
  return [
    {
      title: say('Số hồ sơ', 'Reference'),
      cell: ({ caseId, reference }) => <Link to={`/ho-so/${caseId}`}>{reference}</Link>,
    },
    { title: say('Bước', 'State'), cell: (row) => <StateTag view={row} /> },
    { title: say('Thời hạn gần nhất', 'Next deadline'), cell: (row) => <NextDue row={row} /> },
    { title: say('Ngày nhận', 'Received'), cell: ({ receivedOn }) => showDate(receivedOn) },
    {
      title: say('Hình thức', 'Channel'),
      cell: ({ channel }) => tell(codeLabel(lifecycle, 'channel', channel)),
    },
    {
      title: say('Người xác minh', 'Case officer'),
      cell: ({ assignee }) => assignee?.name ?? '—',
    },
  ];
}

function NextDue({ row }: { row: CaseSummary }): ReactElement {
  const { tell } = useLanguage();
  const { nextDue, hasMissedDeadline } = row;
  return (
    <>
      {nextDue ? (
        <>
          <DueTag dueOn={nextDue.dueOn} daysLeft={nextDue.daysLeft} />
          <small className="secondary">{tell(nextDue.label)}</small>
          <DoubtMark {...nextDue} />
        </>
      ) : (
        '—'
      )}
      {hasMissedDeadline && <MissedTag />}
    </>
  );
}
