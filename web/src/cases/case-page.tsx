/** One case: where it stands, what is due, what was said, what may be done now, and all that happened. */
import { Card, Skeleton, Tag } from 'antd';
import type { ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import type { CaseView } from '../api/client';
import { useCase } from '../api/queries';
import { useLanguage } from '../language/language';
import { DoubtMark } from '../parts/doubts';
import { DueTag, MissedTag } from '../parts/due-tag';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';
import { CaseFacts } from './case-facts';
import { ClockTable } from './clock-table';
import { CommandBar } from './command-bar';
import { DocumentList } from './document-list';
import { HistoryCard } from './history-card';
import { StateTag } from './state-tag';

export function CasePage(): ReactElement {
  const { caseId = '' } = useParams();
  const { say } = useLanguage();
  const query = useCase(caseId);
  return (
    <>
      <nav className="trail" aria-label={say('Đường dẫn', 'Trail')}>
        <Link to="/ho-so">{say('Danh sách hồ sơ', 'Cases')}</Link>
      </nav>
      {!query.data && <PageTitle title={say('Hồ sơ', 'Case')} />}
      {query.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {query.isError && <FailedQuery query={query} />}
      {query.data && <Sections view={query.data} />}
    </>
  );
}

function Sections({ view }: { view: CaseView }): ReactElement {
  const { say } = useLanguage();
  const { clocks } = view;
  return (
    <>
      <PageTitle title={view.reference} extra={<StandingTags view={view} />} />
      <CommandBar view={view} />
      <Card title={say('Thời hạn', 'Deadlines')} size="small" className="clocks">
        {clocks.length === 0 ? (
          say('Chưa có thời hạn nào.', 'No deadline has started.')
        ) : (
          <ClockTable caseId={view.caseId} clocks={clocks} />
        )}
      </Card>
      <div className="case-grid">
        <div className="case-column">
          <CaseFacts view={view} />
          <DocumentList view={view} />
        </div>
        <HistoryCard caseId={view.caseId} version={view.version} />
      </div>
    </>
  );
}

function StandingTags({ view }: { view: CaseView }): ReactElement {
  const { say } = useLanguage();
  const { nextDue } = view;
  return (
    <div className="tags">
      <StateTag view={view} />
      {nextDue && (
        <>
          <DueTag dueOn={nextDue.dueOn} daysLeft={nextDue.daysLeft} />
          <DoubtMark {...nextDue} />
        </>
      )}
      {view.hasMissedDeadline && <MissedTag />}
      <Tag variant="outlined">
        {say('phiên bản', 'version')} {view.version}
      </Tag>
    </div>
  );
}
