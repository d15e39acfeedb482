/**
 * The data of an event in readable words. Deadline events get a sentence; any other field is shown with
 * its name and the label of its code; ids and hashes, which say nothing to a reader, are left out.
 */
import type { HistoryEvent, Lifecycle } from '../api/client';
import { showDate } from '../language/dates';
import { fieldLabel, isNamedField } from '../language/field-words';
import type { Label, Language } from '../language/language';
import { clockLabel, codesOf, roleLabel } from '../language/lifecycle-words';

export interface Reading {
  lifecycle: Lifecycle;
  /** Officer id → name. */
  names: ReadonlyMap<string, string>;
  language: Language;
}

const MOVE_CAUSES: Readonly<Record<string, Label>> = {
  extension: { vi: 'gia hạn', en: 'extension' },
  suspension: { vi: 'tạm đình chỉ', en: 'suspension' },
  resumption: { vi: 'tiếp tục giải quyết', en: 'resumption' },
  calendar: { vi: 'lịch làm việc thay đổi', en: 'change of calendar' },
  rule_set: { vi: 'bộ quy tắc mới', en: 'new rule set' },
  reschedule: { vi: 'dời lịch', en: 'rescheduling' },
};

const CIVIL_DATE = /^\d{4}-\d{2}-\d{2}$/;

export function eventSentences(event: HistoryEvent, reading: Reading): string[] {
  const { clock } = event.data;
  if (typeof clock === 'string') return clockSentences(event, clock, reading);
  return fieldSentences(event, reading);
}

function clockSentences({ data }: HistoryEvent, clock: string, reading: Reading): string[] {
  const { say, tell } = reading.language;
  const date = (field: string): string | undefined => {
    const value = data[field];
    return typeof value === 'string' && CIVIL_DATE.test(value) ? showDate(value) : undefined;
  };
  const parts = [
    tell(clockLabel(reading.lifecycle, clock)),
    date('startedOn') && `${say('tính từ', 'from')} ${date('startedOn') ?? ''}`,
    date('dueOn') && `${say('hết hạn', 'due')} ${date('dueOn') ?? ''}`,
    movedBy(data, date, reading),
    ...clockRemarks(data, reading),
  ];
  return [parts.filter((part) => part !== undefined && part !== '').join(', ')];
}

function movedBy(
  data: HistoryEvent['data'],
  date: (field: string) => string | undefined,
  { language }: Reading,
): string | undefined {
  if (typeof data.cause !== 'string') return undefined;
  const { say, tell } = language;
  const cause = MOVE_CAUSES[data.cause];
  const from = date('from');
  const move = from ? `${from} → ${date('to') ?? ''}` : `→ ${date('to') ?? ''}`;
  const documents = Array.isArray(data.documents) ? data.documents.map(String) : [];
  const sources = documents.length === 0 ? '' : `; ${documents.join('; ')}`;
  return `${move} (${say('do', 'by')} ${cause ? tell(cause) : data.cause}${sources})`;
}

function clockRemarks(data: HistoryEvent['data'], { language, lifecycle }: Reading): string[] {
  const { say, tell } = language;
  const late = { true: say('trễ hạn', 'late'), false: say('đúng hạn', 'in time') };
  const days = String(data.daysLeft);
  return [
    ...(typeof data.daysLeft === 'number' ? [say(`còn ${days} ngày`, `${days} d left`)] : []),
    ...(typeof data.isLate === 'boolean' ? [late[`${data.isLate}`]] : []),
    ...(data.isFinal === false ? [say('ngày có thể thay đổi', 'the date may change')] : []),
    ...(typeof data.to === 'string' && !CIVIL_DATE.test(data.to)
      ? [`${say('báo cáo', 'to')} ${tell(roleLabel(lifecycle, data.to))}`]
      : []),
  ];
}

function fieldSentences(event: HistoryEvent, reading: Reading): string[] {
  const { language, lifecycle } = reading;
  const command =
    lifecycle.kinds.flatMap((kind) => kind.transitions).find((row) => row.event === event.type)
      ?.command ?? '';
  return Object.entries(event.data).flatMap(([field, value]) => {
    if (!isNamedField(field) || field in event.words) return [];
    const shown = shownValue(value, codesOf(lifecycle, command, field), reading);
    return shown === undefined ? [] : [`${language.tell(fieldLabel(field, command))}: ${shown}`];
  });
}

function shownValue(
  value: unknown,
  codes: Record<string, Label> | undefined,
  reading: Reading,
): string | undefined {
  const { tell, say } = reading.language;
  if (Array.isArray(value)) {
    return value.map((one) => shownValue(one, codes, reading)).join('; ') || '—';
  }
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? say('có', 'yes') : say('không', 'no');
  if (typeof value !== 'string') return undefined;
  const label = codes?.[value];
  return label ? tell(label) : shownText(value, reading);
}

function shownText(value: string, { names }: Reading): string {
  return CIVIL_DATE.test(value) ? showDate(value) : (names.get(value) ?? value);
}
