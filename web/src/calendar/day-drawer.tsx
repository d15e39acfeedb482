/**
 * One day entered, confirmed or rejected, in two steps: what is to be recorded, then what it does to the
 * office's cases. A day is recorded for ever, so it is sent only after its impact was looked at.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Descriptions, Space } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { answer, http, newIdempotencyKey } from '../api/client';
import type { CalendarDayBody, LawChange } from '../api/client';
import { problemOf } from '../api/problem';
import { CALENDAR } from '../api/queries';
import type { Draft } from '../api/what-if';
import { SchemaForm } from '../forms/schema-form';
import { showDate } from '../language/dates';
import { fieldLabel } from '../language/field-words';
import { useLanguage } from '../language/language';
import { codeLabel } from '../language/lifecycle-words';
import { SidePanel } from '../parts/side-panel';
import { useSurroundings } from '../session/frame';
import { Impact } from '../law-change/impact';
import { dayFields, draftOf } from './day-draft';
import type { Entry } from './day-draft';

interface Props {
  entry: Entry;
  onClose: () => void;
}

/** What was typed, as it is tried, and the key that makes sending it twice harmless. */
interface Entered {
  body: CalendarDayBody;
  draft: Draft;
  key: string;
}

export function DayDrawer({ entry, onClose }: Props): ReactElement {
  const { say } = useLanguage();
  const { lifecycle } = useSurroundings();
  const [entered, setEntered] = useState<Entered>();
  const [isReviewed, setIsReviewed] = useState(false);
  const enter = useEnter(onClose);
  const typed = entered?.body;
  const fields = useMemo(() => dayFields(lifecycle, entry, typed), [lifecycle, entry, typed]);
  // A refused day goes back to its form, which shows what is wrong.
  const isForm = entered === undefined || !isReviewed || enter.isError;
  const edit = (): void => {
    setIsReviewed(false);
    enter.reset();
  };
  return (
    <SidePanel title={titleOf(entry, say)} width="tables" onClose={onClose}>
      {isForm ? (
        <SchemaForm
          fields={fields}
          prefix="body"
          submitLabel={say('Xem trước tác động', 'Preview the impact')}
          isSending={false}
          problem={enter.error ? problemOf(enter.error) : undefined}
          onSubmit={(data) => {
            enter.reset();
            const body = draftOf(entry, data);
            setEntered({ body, draft: { calendar: [body] }, key: newIdempotencyKey() });
            setIsReviewed(true);
          }}
          onCancel={onClose}
        />
      ) : (
        <>
          <DayFacts day={entered.body} />
          <Impact key={entered.key} draft={entered.draft} />
          <Space className="form-buttons" wrap>
            <Button
              type="primary"
              loading={enter.isPending}
              onClick={() => {
                enter.mutate(entered);
              }}
            >
              {say('Ghi vào lịch', 'Record in the calendar')}
            </Button>
            <Button onClick={edit}>{say('Sửa lại', 'Change')}</Button>
          </Space>
        </>
      )}
    </SidePanel>
  );
}

function titleOf({ day, status }: Entry, say: (vi: string, en: string) => string): string {
  if (!day) return say('Thêm ngày vào lịch', 'Add a day to the calendar');
  const date = showDate(day.date);
  return status === 'confirmed'
    ? say(`Xác nhận ngày ${date}`, `Confirm ${date}`)
    : say(`Bác bỏ ngày ${date}`, `Reject ${date}`);
}

function DayFacts({ day }: { day: CalendarDayBody }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const item = (name: string, children: string) => ({
    key: name,
    label: tell(fieldLabel(name, 'CalendarDay')),
    children,
  });
  const kind = tell(codeLabel(lifecycle, 'CalendarDay.kind', day.kind));
  const isRejected = day.status === 'rejected';
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        item('date', showDate(day.date)),
        item('kind', isRejected ? say(`Không phải ${kind}`, `Not: ${kind}`) : kind),
        item('name', day.name),
        item('document', day.document),
        item('knownOn', showDate(day.knownOn)),
      ]}
    />
  );
}

function useEnter(onDone: () => void) {
  const { message } = App.useApp();
  const { say } = useLanguage();
  const client = useQueryClient();
  return useMutation<LawChange, Error, Entered>({
    mutationFn: ({ body, key }) =>
      answer(
        http.POST('/api/v1/calendar/days', {
          params: { header: { 'idempotency-key': key } },
          body,
        }),
      ),
    onSuccess: (_change, { key }) => {
      void client.invalidateQueries({ queryKey: CALENDAR });
      void message.success({ key, content: say('Đã ghi vào lịch.', 'Recorded in the calendar.') });
      onDone();
    },
  });
}
