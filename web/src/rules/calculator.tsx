/**
 * A deadline without a case: a rule, a start, pauses and an extension go to the server, which counts. The
 * page counts nothing.
 */
import { useMutation } from '@tanstack/react-query';
import { Button, Card, DatePicker, Form, Input, InputNumber } from 'antd';
import type { FormInstance } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import { answer, http } from '../api/client';
import type { DeadlineAnswer, Rule } from '../api/client';
import { problemOf } from '../api/problem';
import { usePlacedFaults } from '../forms/placed-faults';
import { API_DATE_FORMAT, DATE_FORMAT } from '../language/dates';
import { useLanguage } from '../language/language';
import { codeLabel, codesOf } from '../language/lifecycle-words';
import { LabelledSelect } from '../parts/labelled-select';
import { ProblemAlert } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';
import { CountedDeadline } from './counted-deadline';
import { Pauses } from './pauses';
import { useTermText } from './rule-words';

/** As typed; an empty field is undefined or null. */
export interface Asked {
  rule: string;
  start: Dayjs;
  time?: string;
  pauses?: ({ from?: Dayjs | null; to?: Dayjs | null } | undefined)[];
  extension?: {
    ground?: string;
    days?: number | null;
    decidedOn?: Dayjs | null;
    criteria?: string;
  };
}

/** The fields a refusal may name; faults of a list of pauses are said below the form. */
const PLACES = {
  prefix: 'body',
  fields: [
    { path: ['rule'] },
    { path: ['start'] },
    { path: ['extension', 'ground'] },
    { path: ['extension', 'days'] },
    { path: ['extension', 'decidedOn'] },
    { path: ['extension', 'criteria'] },
  ],
};

const written = (date: Dayjs): string => date.format(API_DATE_FORMAT);

/** What POST /deadlines/preview takes (domain/deadline-request.ts). */
function requestOf({ rule, start, time, pauses = [], extension = {} }: Asked): object {
  const { ground, days, decidedOn, criteria = '' } = extension;
  const letters = criteria.split(/[\s,;]+/u).filter((letter) => letter !== '');
  return {
    rule,
    start: time ? `${written(start)}T${time}` : written(start),
    pauses: pauses.flatMap((pause) =>
      pause?.from
        ? [{ from: written(pause.from), ...(pause.to ? { to: written(pause.to) } : {}) }]
        : [],
    ),
    ...(ground && {
      extension: {
        ground,
        days: days ?? null,
        ...(decidedOn ? { decidedOn: written(decidedOn) } : {}),
        ...(letters.length > 0 ? { criteria: letters } : {}),
      },
    }),
  };
}

interface Props {
  rules: readonly Rule[];
  /** The rule chosen in the table. */
  chosen: string | undefined;
}

export function Calculator({ rules, chosen }: Props): ReactElement {
  const { say } = useLanguage();
  const [form] = Form.useForm<Asked>();
  const count = useMutation<DeadlineAnswer, Error, Asked>({
    mutationFn: (asked) =>
      answer(http.POST('/api/v1/deadlines/preview', { body: requestOf(asked) })),
  });
  const problem = count.error ? problemOf(count.error) : undefined;
  usePlacedFaults(form, problem, PLACES);
  const { reset } = count;
  useEffect(() => {
    if (chosen === undefined) return;
    form.setFieldValue('rule', chosen);
    reset();
  }, [chosen, form, reset]);
  return (
    <Card title={say('Tính thử thời hạn', 'Count a deadline')} size="small" id="tinh-thu">
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        onFinish={(asked) => {
          count.mutate(asked);
        }}
      >
        <Basics rules={rules} form={form} />
        <Pauses />
        <Extension />
        <Button type="primary" htmlType="submit" loading={count.isPending}>
          {say('Tính thời hạn', 'Count')}
        </Button>
      </Form>
      {problem && <ProblemAlert problem={problem} hidesFaults />}
      {count.data && <CountedDeadline counted={count.data} />}
    </Card>
  );
}

function Basics({ rules, form }: { rules: readonly Rule[]; form: FormInstance<Asked> }) {
  const { say, tell, language } = useLanguage();
  const { lifecycle } = useSurroundings();
  const termText = useTermText();
  const id = Form.useWatch('rule', form) as string | undefined;
  const isInHours = rules.find((rule) => rule.ruleId === id)?.unit === 'hour';
  const required = [{ required: true, message: say('Cần điền mục này.', 'This is required.') }];
  const ruleLabel = say('Quy tắc', 'Rule');
  return (
    <div className="field-grid">
      <Form.Item name="rule" label={ruleLabel} rules={required}>
        <LabelledSelect
          label={ruleLabel}
          showSearch={{ optionFilterProp: 'label' }}
          options={rules.map((rule) => ({
            value: rule.ruleId,
            label: `${rule.ruleId} · ${tell(codeLabel(lifecycle, 'stage', rule.stage))}: ${termText(rule)}`,
          }))}
          placeholder={say('Chọn…', 'Choose…')}
        />
      </Form.Item>
      <Form.Item name="start" label={say('Ngày bắt đầu', 'Start')} rules={required}>
        <DatePicker key={language} format={DATE_FORMAT} className="wide" />
      </Form.Item>
      {isInHours && (
        <Form.Item
          name="time"
          label={say('Giờ bắt đầu (nếu biết)', 'Hour of the start (if known)')}
        >
          <Input type="time" />
        </Form.Item>
      )}
    </div>
  );
}

function Extension(): ReactElement {
  const { say, tell, language } = useLanguage();
  const { lifecycle } = useSurroundings();
  const label = say('Lý do gia hạn', 'Ground of extension');
  const grounds = Object.entries(codesOf(lifecycle, 'Extension', 'ground') ?? {});
  return (
    <fieldset className="field-group">
      <legend>{say('Gia hạn (nếu có)', 'Extension (if any)')}</legend>
      <div className="field-grid">
        <Form.Item name={['extension', 'ground']} label={label}>
          <LabelledSelect
            label={label}
            allowClear
            options={grounds.map(([value, words]) => ({ value, label: tell(words) }))}
            placeholder={say('Không gia hạn', 'No extension')}
          />
        </Form.Item>
        <Form.Item name={['extension', 'days']} label={say('Số ngày gia hạn', 'Days added')}>
          <InputNumber min={1} precision={0} className="wide" />
        </Form.Item>
        <Form.Item
          name={['extension', 'decidedOn']}
          label={say('Ngày quyết định gia hạn', 'Decided on')}
        >
          <DatePicker key={language} format={DATE_FORMAT} className="wide" />
        </Form.Item>
        <Form.Item
          name={['extension', 'criteria']}
          label={say('Tiêu chí phức tạp (các điểm, ví dụ: a, c)', 'Criteria (letters, e.g. a, c)')}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </div>
    </fieldset>
  );
}
