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
import { RuleSetsCard } from './rule-sets-card';
import { RuleTable } from './rule-table';
import { useTermText } from './rule-words';

export function RulesPage(): ReactElement {
  const { say } = useLanguage();
  const query = useRuleSets();
  const current = query.data?.ruleSets.find((ruleSet) => ruleSet.isCurrent);
  return (
    <>
      <PageTitle title={say('Quy tắc thời hạn', 'Deadline rules')} />
      {query.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {query.isError && <FailedQuery query={query} />}
      {query.data && <RuleSetsCard {...query.data} />}
      {current && <Rules rules={current.rules} />}
    </>
  );
}

function Rules({ rules }: { rules: Rule[] }): ReactElement {
  const { say } = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const [sought, setSought] = useState('');
  const [caseType, setCaseType] = useState<string>();
  const [confidence, setConfidence] = useState<string>();
  const found = useFound(rules, { sought: useDeferredValue(sought), caseType, confidence });
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
        <CodeChoice
          field="caseType"
          label={say('Loại việc', 'Kind of work')}
          onChange={setCaseType}
        />
        <CodeChoice
          field="confidence"
          label={say('Độ tin cậy', 'Confidence')}
          onChange={setConfidence}
        />
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

interface CodeChoiceProps {
  field: 'caseType' | 'confidence';
  label: string;
  onChange: (code: string | undefined) => void;
}

/** One of the codes that rows have in a field, or any. */
function CodeChoice({ field, label, onChange }: CodeChoiceProps): ReactElement {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const options = Object.entries(codesOf(lifecycle, '', field) ?? {});
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

interface Sought {
  sought: string;
  caseType: string | undefined;
  confidence: string | undefined;
}

/** Every word must be somewhere in the row as it is shown, whatever its letters' case or marks. */
function useFound(rules: Rule[], { sought, caseType, confidence }: Sought): Rule[] {
  const { tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const termText = useTermText();
  return useMemo(() => {
    const words = plain(sought).split(/\s+/u);
    const isChosen = (rule: Rule): boolean =>
      (caseType ?? rule.caseType) === rule.caseType &&
      (confidence ?? rule.confidence) === rule.confidence;
    return rules.filter((rule) => {
      const codes = (['stage', 'caseType', 'confidence'] as const).map((field) =>
        tell(codeLabel(lifecycle, field, rule[field])),
      );
      const note = rule.note ? tell(rule.note) : '';
      const text = plain([rule.ruleId, ...codes, tell(rule.basis), note, termText(rule)].join(' '));
      return isChosen(rule) && words.every((word) => text.includes(word));
    });
  }, [rules, sought, caseType, confidence, tell, lifecycle, termText]);
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
