/** Quy tắc thời hạn: every row deadlines are counted by, found by its words, and a calculator for any of them. */
import { Empty, Input, Skeleton } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { Rule } from '../api/client';
import { useRuleSets } from '../api/queries';
import { useLanguage } from '../language/language';
import { codeLabel, codesOf } from '../language/lifecycle-words';
import { LabelledSelect } from '../parts/labelled-select';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { Calculator } from './calculator';
import { RuleTable } from './rule-table';
import { useTermText } from './rule-words';

export function RulesPage(): ReactElement {
  const { say } = useLanguage();
  const query = useRuleSets();
  const current = query.data?.ruleSets.find((ruleSet) => ruleSet.isCurrent);
  return (
    <>
      <PageTitle
        title={say('Quy tắc thời hạn', 'Deadline rules')}
        extra={
          current && (
            <span className="secondary">
              {say('Bộ quy tắc', 'Rule set')} {current.version}
            </span>
          )
        }
      />
      {query.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {query.isError && <FailedQuery query={query} />}
      {current && <Rules rules={current.rules} />}
    </>
  );
}

function Rules({ rules }: { rules: Rule[] }): ReactElement {
  const { say } = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const [sought, setSought] = useState('');
  const [confidence, setConfidence] = useState<string>();
  const found = useFound(rules, useDeferredValue(sought), confidence);
  return (
    <>
      <Calculator rules={rules} chosen={chosen} />
      <div className="filters">
        <Input.Search
          className="filter"
          allowClear
          aria-label={say('Tìm trong quy tắc', 'Search the rules')}
          placeholder={say('Tìm: mã, căn cứ, từ ngữ…', 'Search: id, basis, words…')}
          onChange={(event) => {
            setSought(event.target.value);
          }}
        />
        <ConfidenceChoice onChange={setConfidence} />
        <span role="status">
          {say(`Đang hiện ${String(found.length)} quy tắc`, `${String(found.length)} rules shown`)}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty description={say('Không có quy tắc nào phù hợp.', 'No rule matches.')} />
      ) : (
        <RuleTable
          rules={found}
          onChoose={(id) => {
            setChosen(id);
            document.getElementById('tinh-thu')?.scrollIntoView({ block: 'start' });
          }}
        />
      )}
    </>
  );
}

function ConfidenceChoice({ onChange }: { onChange: (code: string | undefined) => void }) {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const label = say('Độ tin cậy', 'Confidence');
  const options = Object.entries(codesOf(lifecycle, '', 'confidence') ?? {});
  return (
    <LabelledSelect
      label={label}
      className="filter"
      allowClear
      placeholder={label}
      options={options.map(([value, words]) => ({ value, label: tell(words) }))}
      onChange={(code: string | undefined) => {
        onChange(code);
      }}
    />
  );
}

/** Every word must be somewhere in the row as it is shown, whatever its letters' case or marks. */
function useFound(rules: Rule[], sought: string, confidence: string | undefined): Rule[] {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const termText = useTermText();
  return useMemo(() => {
    const words = plain(sought).split(/\s+/u);
    return rules.filter((rule) => {
      const trust = tell(codeLabel(lifecycle, 'confidence', rule.confidence));
      const note = rule.note ? tell(rule.note) : '';
      const text = plain(
        [rule.ruleId, rule.stage, tell(rule.basis), note, termText(rule), trust].join(' '),
      );
      const isTrusted = confidence === undefined || rule.confidence === confidence;
      return isTrusted && words.every((word) => text.includes(word));
    });
  }, [rules, sought, confidence, tell, lifecycle, termText]);
}

/** `Thụ lý` is found by `thu ly`, as people type in a hurry. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/đ/giu, 'd')
    .toLowerCase()
    .trim();
}
