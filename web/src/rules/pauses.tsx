/** Suspensions in the calculator: as many as there were; one without an end still holds the term. */
import { Button, DatePicker, Form } from 'antd';
import type { ReactElement } from 'react';
import { DATE_FORMAT } from '../language/dates';
import { useLanguage } from '../language/language';

export function Pauses(): ReactElement {
  const { say } = useLanguage();
  return (
    <fieldset className="field-group">
      <legend>{say('Tạm đình chỉ (nếu có)', 'Suspensions (if any)')}</legend>
      <Form.List name="pauses">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Pause
                key={key}
                index={name}
                onRemove={() => {
                  remove(name);
                }}
              />
            ))}
            <Button
              className="add-pause"
              onClick={() => {
                add();
              }}
            >
              {say('Thêm khoảng tạm đình chỉ', 'Add a suspension')}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function Pause({ index, onRemove }: { index: number; onRemove: () => void }): ReactElement {
  const { say, language } = useLanguage();
  const required = [{ required: true, message: say('Cần điền mục này.', 'This is required.') }];
  const ordinal = String(index + 1);
  return (
    <div className="field-grid pause">
      <Form.Item
        name={[index, 'from']}
        label={say(`Tạm đình chỉ lần ${ordinal}, từ ngày`, `Suspension ${ordinal}, from`)}
        rules={required}
      >
        <DatePicker key={language} format={DATE_FORMAT} className="wide" />
      </Form.Item>
      <Form.Item
        name={[index, 'to']}
        label={say('Tiếp tục từ ngày (để trống: chưa)', 'Resumed on (empty: not yet)')}
      >
        <DatePicker key={language} format={DATE_FORMAT} className="wide" />
      </Form.Item>
      <Button
        size="small"
        aria-label={say(`Bỏ lần ${ordinal}`, `Remove suspension ${ordinal}`)}
        onClick={onRemove}
      >
        {say('Bỏ', 'Remove')}
      </Button>
    </div>
  );
}
