/**
 * A form drawn from a command's schema. Faults the server names are shown at their fields; the rest of
 * its problem above the buttons. What was typed stays, whatever the answer.
 */
import { Button, Form, Space } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { fieldLabel } from '../language/field-words';
import { ProblemAlert } from '../parts/problem-alert';
import { FieldInput } from './field-input';
import { formData } from './form-fields';
import type { FormField } from './form-fields';
import { usePlacedFaults } from './placed-faults';

interface Props {
  fields: FormField[];
  /** Where the data stands in the request: `body` or `body.data`. */
  prefix: string;
  submitLabel: string;
  isSending: boolean;
  problem: Problem | undefined;
  onSubmit: (data: Record<string, unknown>) => void;
  onCancel?: () => void;
  children?: ReactNode;
}

export function SchemaForm(props: Props): ReactElement {
  const { fields, problem } = props;
  const [form] = Form.useForm<Record<string, unknown>>();
  const hasPlacedFaults = usePlacedFaults(form, problem, props);
  return (
    <Form
      form={form}
      layout="vertical"
      scrollToFirstError={{ focus: true }}
      onFinish={(values) => {
        props.onSubmit(formData(values));
      }}
    >
      {groupsOf(fields).map(({ group, members }) => (
        <FieldGroup key={group} group={group} members={members} />
      ))}
      {props.children}
      {problem && <ProblemAlert problem={problem} hidesFaults={hasPlacedFaults} />}
      <FormButtons {...props} />
    </Form>
  );
}

function FormButtons({ submitLabel, isSending, onCancel }: Props): ReactElement {
  const { say } = useLanguage();
  return (
    <Space className="form-buttons">
      <Button type="primary" htmlType="submit" loading={isSending}>
        {submitLabel}
      </Button>
      {onCancel && <Button onClick={onCancel}>{say('Thôi', 'Cancel')}</Button>}
    </Space>
  );
}

interface Group {
  /** The object the fields stand in; empty for the data itself. */
  group: string;
  members: FormField[];
}

function groupsOf(fields: readonly FormField[]): Group[] {
  const names = [...new Set(fields.map(({ path }) => path.slice(0, -1).join('.')))];
  return names.map((group) => ({
    group,
    members: fields.filter(({ path }) => path.slice(0, -1).join('.') === group),
  }));
}

function FieldGroup({ group, members }: Group): ReactElement {
  const { tell } = useLanguage();
  const inputs = members.map((field) => <FieldInput key={field.path.join('.')} field={field} />);
  if (group === '') return <div className="field-grid">{inputs}</div>;
  return (
    <fieldset className="field-group">
      <legend>{tell(fieldLabel(group))}</legend>
      <div className="field-grid">{inputs}</div>
    </fieldset>
  );
}
