/** The rows of a rule set: what each says, since when, and how far its basis is trusted. */
import { Button, Tag } from 'antd';
import type { ReactElement } from 'react';
import type { Rule } from '../api/client';
import { showDate } from '../language/dates';
import { useLanguage } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { DataTable } from '../parts/data-table';
import { Flags } from '../parts/doubts';
import { useSurroundings } from '../session/frame';
import { useTermText } from './rule-words';

interface Props {
  rules: readonly Rule[];
  onChoose: (id: string) => void;
}

export function RuleTable({ rules, onChoose }: Props): ReactElement {
  const { say } = useLanguage();
  return (
    <DataTable
      caption={say('Quy tắc thời hạn', 'Deadline rules')}
      rows={rules}
      rowKey={({ ruleId }) => ruleId}
      columns={[
        {
          title: say('Quy tắc', 'Rule'),
          cell: (rule) => <Step rule={rule} />,
        },
        { title: say('Thời hạn', 'Term'), cell: (rule) => <Term rule={rule} /> },
        { title: say('Căn cứ', 'Basis'), cell: (rule) => <Basis rule={rule} /> },
        { title: say('Hiệu lực', 'In force'), cell: (rule) => <Life rule={rule} /> },
        { title: say('Độ tin cậy', 'Confidence'), cell: (rule) => <Confidence rule={rule} /> },
        {
          title: say('Tính thử', 'Count'),
          cell: ({ ruleId }) => (
            <Button
              size="small"
              aria-label={say(`Tính thử ${ruleId}`, `Count with ${ruleId}`)}
              onClick={() => {
                onChoose(ruleId);
              }}
            >
              {say('Tính thử', 'Count')}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** What must be done in the term; the id is for whoever quotes the row. */
function Step({ rule }: { rule: Rule }): ReactElement {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const { ruleId, stage, caseType } = rule;
  return (
    <>
      <strong>{tell(codeLabel(lifecycle, 'stage', stage))}</strong>
      <small className="secondary">
        {ruleId} · {tell(codeLabel(lifecycle, 'caseType', caseType))}
      </small>
    </>
  );
}

function Term({ rule }: { rule: Rule }): ReactElement {
  const termText = useTermText();
  return <>{termText(rule)}</>;
}

function Basis({ rule }: { rule: Rule }): ReactElement {
  const { tell } = useLanguage();
  return (
    <>
      <span className="basis">{tell(rule.basis)}</span>
      {rule.note && <small className="secondary">{tell(rule.note)}</small>}
    </>
  );
}

function Life({ rule }: { rule: Rule }): ReactElement {
  const { say } = useLanguage();
  const { effectiveFrom, effectiveTo } = rule;
  return (
    <>
      {say('từ', 'from')} {showDate(effectiveFrom)}
      {effectiveTo !== null && (
        <>
          {' '}
          {say('đến', 'to')} {showDate(effectiveTo)}
        </>
      )}
    </>
  );
}

/** Only statute text that was read is as good as the law itself. */
function Confidence({ rule }: { rule: Rule }): ReactElement {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const color = rule.confidence === 'primary_mirror' ? 'success' : 'warning';
  return (
    <>
      <Tag color={color}>{tell(codeLabel(lifecycle, 'confidence', rule.confidence))}</Tag>
      <Flags flags={rule.flags} />
    </>
  );
}
