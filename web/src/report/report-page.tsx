/** Báo cáo: the numbers of the reporting tables, always with how old they are. */
import { Card, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import type { ReportSummary } from '../api/client';
import { useReport } from '../api/queries';
import { showDate, showMonth } from '../language/dates';
import { useLanguage } from '../language/language';
import { stateLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import { SOON_DAYS } from '../parts/due-tag';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { DueLines } from './due-lines';
import { LagNotice } from './lag-notice';
import { MonthChart } from './month-chart';
import { ReportFigures } from './report-figures';

export function ReportPage(): ReactElement {
  const { say } = useLanguage();
  const report = useReport(SOON_DAYS);
  return (
    <>
      <PageTitle title={say('Báo cáo', 'Reports')} />
      {report.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {report.isError && <FailedQuery query={report} />}
      {report.data && <Report summary={report.data} />}
    </>
  );
}

function Report({ summary }: { summary: ReportSummary }): ReactElement {
  const { say } = useLanguage();
  const { from, to } = summary.period;
  return (
    <>
      <p className="secondary">
        {say('Kỳ báo cáo', 'Period')}: {showDate(from)} – {showDate(to)}
      </p>
      <LagNotice lag={summary.lag} />
      <ReportFigures summary={summary} />
      <div className="report-grid">
        <Card title={say('Đơn theo tháng', 'By month')} size="small">
          <MonthChart months={summary.byMonth} />
          <MonthTable months={summary.byMonth} />
        </Card>
        <Card title={say('Hồ sơ theo bước', 'By state')} size="small">
          <StateTable byState={summary.byState} />
        </Card>
      </div>
      <DueLines summary={summary} list="breaches" />
      <DueLines summary={summary} list="dueSoon" />
    </>
  );
}

function StateTable({ byState }: { byState: ReportSummary['byState'] }): ReactElement {
  const { say, tell, figure } = useLanguage();
  const { lifecycle } = useSurroundings();
  const order = lifecycle.kinds.flatMap((kind) => kind.states.map(({ state }) => state));
  const rows = Object.entries(byState).sort(
    ([one], [other]) => order.indexOf(one) - order.indexOf(other),
  );
  if (rows.length === 0) return <p>{say('Chưa có số liệu.', 'No figures yet.')}</p>;
  return (
    <DataTable
      caption={say('Hồ sơ theo bước', 'Cases by state')}
      rows={rows}
      rowKey={([state]) => state}
      isNarrow
      columns={[
        {
          title: say('Bước', 'State'),
          cell: ([state]) => tell(stateLabel(lifecycle, state)),
        },
        { title: say('Số hồ sơ', 'Cases'), cell: ([, count]) => figure(count) },
      ]}
    />
  );
}

/** The chart's numbers for those who read rather than look. */
function MonthTable({ months }: { months: ReportSummary['byMonth'] }): ReactElement {
  const { say, figure } = useLanguage();
  return (
    <details>
      <summary>{say('Xem dạng bảng', 'As a table')}</summary>
      <DataTable
        caption={say('Đơn theo tháng', 'By month')}
        rows={months}
        rowKey={({ month }) => month}
        isNarrow
        columns={[
          { title: say('Tháng', 'Month'), cell: ({ month }) => showMonth(month) },
          { title: say('Tiếp nhận', 'Received'), cell: ({ received }) => figure(received) },
          { title: say('Ra quyết định', 'Decided'), cell: ({ decided }) => figure(decided) },
          { title: say('Kết thúc', 'Closed'), cell: ({ closed }) => figure(closed) },
        ]}
      />
    </details>
  );
}
