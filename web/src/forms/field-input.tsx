/** One field of a form, drawn by the kind of its value. */
import { useQuery } from '@tanstack/react-query';
import { Checkbox, DatePicker, Form, Input, InputNumber } from 'antd';
import type { FormRule } from 'antd';
import dayjs from 'dayjs';
import type { ReactElement } from 'react';
import { officersQuery } from '../api/queries';
import { DATE_FORMAT } from '../language/dates';
import { useLanguage } from '../language/language';
import { LabelledSelect } from '../parts/labelled-select';
import type { Language } from '../language/language';
import type { FormField } from './form-fields';

/** Rows of a long text before it grows. */
const TEXT_ROWS = { minRows: 4, maxRows: 16 };
/** Above this a counter would only frighten people. */
const COUNTED_LENGTH = 1_000;

export function FieldInput({ field }: { field: FormField }): ReactElement {
  const language = useLanguage();
  const label = language.tell(field.label);
  const isFlag = field.control === 'flag';
  return (
    <Form.Item
      name={field.path}
      {...(field.control === 'words' ? { className: 'field-words' } : {})}
      {...(isFlag ? { valuePropName: 'checked' } : { label })}
      {...(field.initial === undefined ? {} : { initialValue: initialValue(field) })}
      rules={rulesOf(field, language)}
    >
      <Control field={field} label={label} />
    </Form.Item>
  );
}

function initialValue({ control, initial }: FormField): unknown {
  return control === 'date' && typeof initial === 'string' ? dayjs(initial) : initial;
}

function rulesOf(field: FormField, { say }: Language): FormRule[] {
  const isText = field.control === 'line' || field.control === 'words';
  const rules: FormRule[] = [];
  if (field.isRequired) {
    const message = say('Cần điền mục này.', 'This is required.');
    rules.push({ required: true, message, ...(isText ? { whitespace: true } : {}) });
  }
  if (isText && field.pattern !== undefined) {
    const message = say('Chưa đúng định dạng.', 'Not in the right form.');
    rules.push({ pattern: new RegExp(field.pattern, 'u'), message });
  }
  return rules;
}

/** Ant Design's Form.Item hands `id`, `value` and `onChange` down; the rest comes from the field. */
function Control({ field, label, ...given }: { field: FormField; label: string }): ReactElement {
  const { language, tell, say } = useLanguage();
  const options = field.options.map(({ value, label: text }) => ({ value, label: tell(text) }));
  const choose = say('Chọn…', 'Choose…');
  switch (field.control) {
    case 'choice':
      return <LabelledSelect {...given} label={label} options={options} placeholder={choose} />;
    case 'choices':
      return (
        <LabelledSelect
          {...given}
          label={label}
          mode="multiple"
          options={options}
          placeholder={choose}
        />
      );
    case 'officer':
      return <OfficerSelect {...given} label={label} />;
    case 'date':
      return <DatePicker {...given} key={language} format={DATE_FORMAT} className="wide" />;
    case 'number':
      return <InputNumber {...given} {...limits(field)} precision={0} className="wide" />;
    case 'flag':
      return <Checkbox {...given}>{label}</Checkbox>;
    case 'words':
      return <Input.TextArea {...given} {...lengthOf(field)} autoSize={TEXT_ROWS} />;
    case 'line':
      return <Input {...given} {...lengthOf(field)} autoComplete="off" />;
  }
}

function limits({ minimum, maximum }: FormField): { min?: number; max?: number } {
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
  };
}

function lengthOf({ maxLength }: FormField): { maxLength?: number; showCount?: boolean } {
  return maxLength === undefined ? {} : { maxLength, showCount: maxLength <= COUNTED_LENGTH };
}

/** Who may be given a case is the server's to say; the list offers those with the right role. */
function OfficerSelect(given: { label: string }): ReactElement {
  const { tell, say } = useLanguage();
  const officers = useQuery(officersQuery);
  const options = (officers.data ?? [])
    .filter(({ role }) => role === 'case_officer')
    .map(({ officerId, name, roleLabel }) => ({
      value: officerId,
      label: `${name} (${tell(roleLabel)})`,
    }));
  return (
    <LabelledSelect
      {...given}
      options={options}
      loading={officers.isFetching}
      notFoundContent={null}
      onOpenChange={(isOpen: boolean) => {
        if (isOpen && officers.isError) void officers.refetch();
      }}
      placeholder={
        officers.isError
          ? say('Chưa tải được danh sách; bấm để thử lại.', 'No list yet; press to try again.')
          : say('Chọn người xác minh…', 'Choose a case officer…')
      }
    />
  );
}
