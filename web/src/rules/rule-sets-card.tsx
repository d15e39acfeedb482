/**
 * The published rule sets: which one new cases get, how many open cases are on each, and what was activated.
 * Whoever the lifecycle table lets change a case's rule set may try one, or a draft; the server decides.
 */
import { App, Button, Card, Tag, Upload } from 'antd';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RuleSet, RuleSets } from '../api/client';
import { showDate, showInstant } from '../language/dates';
import { useLanguage } from '../language/language';
import { mayGive } from '../language/lifecycle-words';
import { RollOut, useReadCasesAgain } from '../law-change/roll-out';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { useSurroundings } from '../session/frame';
import { TrialDrawer } from './trial-drawer';
import type { Candidate } from './trial-drawer';

export function RuleSetsCard({ ruleSets, activations }: RuleSets): ReactElement {
  const { say } = useLanguage();
  const { session, lifecycle } = useSurroundings();
  const [candidate, setCandidate] = useState<Candidate>();
  useReadCasesAgain(activations);
  const mayActivate = mayGive(lifecycle, session.officer.role, 'ChangeRuleSet');
  return (
    <Card
      title={say('Các bộ quy tắc', 'Rule sets')}
      size="small"
      className="rule-sets"
      extra={mayActivate && <DraftButton onTry={setCandidate} />}
    >
      <Versions ruleSets={ruleSets} {...(mayActivate ? { onTry: setCandidate } : {})} />
      {activations.length > 0 && <Activations activations={activations} />}
      {candidate && (
        <TrialDrawer
          candidate={candidate}
          onClose={() => {
            setCandidate(undefined);
          }}
        />
      )}
    </Card>
  );
}

interface Try {
  onTry: (candidate: Candidate) => void;
}

/** A file is read here and goes to the server as it is, which names every fault in it. */
function DraftButton({ onTry }: Try): ReactElement {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const read = async (file: File): Promise<void> => {
    try {
      const ruleSet: unknown = JSON.parse(await file.text());
      onTry({ name: file.name, draft: { ruleSet } });
    } catch {
      void message.error(say('Tệp này không phải là JSON.', 'This file is not JSON.'));
    }
  };
  return (
    <Upload
      accept=".json,application/json"
      showUploadList={false}
      beforeUpload={(file) => {
        void read(file);
        return false;
      }}
    >
      <Button size="small">{say('Tính thử bản dự thảo…', 'Try a draft…')}</Button>
    </Upload>
  );
}

function Versions({ ruleSets, onTry }: { ruleSets: RuleSet[] } & Partial<Try>): ReactElement {
  const { say, figure } = useLanguage();
  const actions: Column<RuleSet>[] = onTry
    ? [
        {
          title: say('Thao tác', 'Actions'),
          cell: ({ version }) => (
            <Button
              size="small"
              aria-label={say(`Tính thử, kích hoạt ${version}`, `Try and activate ${version}`)}
              onClick={() => {
                onTry({ name: version, version, draft: { ruleSet: version } });
              }}
            >
              {say('Tính thử, kích hoạt', 'Try, activate')}
            </Button>
          ),
        },
      ]
    : [];
  return (
    <DataTable
      caption={say('Các bộ quy tắc', 'Rule sets')}
      rows={ruleSets}
      rowKey={({ version }) => version}
      columns={[
        { title: say('Phiên bản', 'Version'), cell: (ruleSet) => <Version ruleSet={ruleSet} /> },
        { title: say('Số quy tắc', 'Rules'), cell: ({ rules }) => rules.length },
        { title: say('Hồ sơ đang mở', 'Open cases'), cell: ({ openCases }) => figure(openCases) },
        ...actions,
      ]}
    />
  );
}

function Version({ ruleSet }: { ruleSet: RuleSet }): ReactElement {
  const { say } = useLanguage();
  const { version, compiledOn, isCurrent } = ruleSet;
  return (
    <>
      <strong>{version}</strong>{' '}
      {isCurrent && <Tag color="success">{say('Dùng cho hồ sơ mới', 'For new cases')}</Tag>}
      <small className="secondary">
        {say('biên soạn', 'compiled')} {showDate(compiledOn)}
      </small>
    </>
  );
}

function Activations({ activations }: Pick<RuleSets, 'activations'>): ReactElement {
  const { say } = useLanguage();
  const title = say('Các lần kích hoạt', 'Activations');
  return (
    <>
      <h2>{title}</h2>
      <DataTable
        caption={title}
        rows={activations}
        rowKey={({ changeId }) => changeId}
        columns={[
          { title: say('Phiên bản', 'Version'), cell: ({ version }) => version },
          {
            title: say('Người kích hoạt', 'Activated by'),
            cell: ({ activatedBy, activatedAt }) => (
              <>
                {activatedBy.name}
                <small className="secondary">{showInstant(activatedAt)}</small>
              </>
            ),
          },
          { title: say('Áp dụng', 'Roll-out'), cell: (activation) => <RollOut {...activation} /> },
        ]}
      />
    </>
  );
}
