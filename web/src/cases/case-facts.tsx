/** What the citizen wrote and what the office has found so far. Erased words are said to be erased. */
import { Card, Descriptions } from 'antd';
import type { DescriptionsProps } from 'antd';
import type { ReactElement } from 'react';
import type { CaseView } from '../api/client';
import { showDate } from '../language/dates';
import { fieldLabel } from '../language/field-words';
import { useLanguage } from '../language/language';
import type { Language } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import type { Lifecycle } from '../api/client';
import { useSurroundings } from '../session/frame';

type Items = NonNullable<DescriptionsProps['items']>;

/** Two columns would leave long words no room. */
const COLUMNS = 1;

export function CaseFacts({ view }: { view: CaseView }): ReactElement {
  const language = useLanguage();
  const { lifecycle } = useSurroundings();
  const { say } = language;
  return (
    <>
      <Card title={say('Nội dung đơn', 'The complaint')} size="small">
        {view.submission ? (
          <Descriptions
            size="small"
            column={COLUMNS}
            items={submissionItems(view.submission, language)}
          />
        ) : (
          <p>{say('Nội dung đơn đã được xóa.', 'The words of this complaint were erased.')}</p>
        )}
      </Card>
      <Card title={say('Thông tin hồ sơ', 'The case')} size="small">
        <Descriptions
          size="small"
          column={COLUMNS}
          items={officeItems(view, lifecycle, language)}
        />
      </Card>
    </>
  );
}

function submissionItems(
  submission: NonNullable<CaseView['submission']>,
  { tell }: Language,
): Items {
  return Object.entries(submission).flatMap(([field, value]) =>
    value === null
      ? []
      : [
          {
            key: field,
            label: tell(fieldLabel(field)),
            children: <span className="words">{value}</span>,
          },
        ],
  );
}

function officeItems(view: CaseView, lifecycle: Lifecycle, { say, tell }: Language): Items {
  const coded = (field: string, code: string | null): [string, string][] =>
    code === null ? [] : [[field, tell(codeLabel(lifecycle, field, code))]];
  const rows: [string, string][] = [
    ...coded('kind', view.kind),
    ['receivedOn', showDate(view.receivedOn)],
    ...coded('channel', view.channel),
    ['complainants', String(view.complainants)],
    ['isRemoteArea', view.isRemoteArea ? say('Có', 'Yes') : say('Không', 'No')],
    ...coded('field', view.classification?.field ?? null),
    ...coded('competence', view.classification?.competence ?? null),
    ['assignee', view.assignee?.name ?? '—'],
    ...coded('findings', view.findings),
    ...coded('conclusion', view.conclusion),
    ['ruleSet', view.ruleSet],
  ];
  return rows.map(([field, value]) => ({
    key: field,
    label: tell(fieldLabel(field)),
    children: value,
  }));
}
