/**
 * A day on its way into the calendar: what is asked about it, and what the form starts with. The server
 * checks every value (POST /api/v1/calendar/days).
 */
import type { CalendarDay, CalendarDayBody, Lifecycle } from '../api/client';
import type { FormField } from '../forms/form-fields';
import { todayInOffice } from '../language/dates';
import { fieldLabel } from '../language/field-words';
import { codeLabel } from '../language/lifecycle-words';

/** What is known of the day before anybody types; what is not named here is asked. */
export interface Entry {
  status: CalendarDayBody['status'];
  /** The day of the calendar that is confirmed or rejected; absent: a new one. */
  day?: Pick<CalendarDay, 'date' | 'kind' | 'name'>;
}

export const NEW_DAY: Entry = { status: 'confirmed' };

/** Order in which an office needs them; the API knows no others. */
const KINDS: readonly CalendarDayBody['kind'][] = [
  'local_closure',
  'holiday',
  'compensatory_off',
  'swapped_off',
  'swapped_work',
];

const FIELD: Omit<FormField, 'path' | 'label' | 'control' | 'initial'> = {
  isRequired: true,
  options: [],
  minimum: undefined,
  maximum: undefined,
  maxLength: undefined,
  pattern: undefined,
};

/** Fields of the form; `draft` is what was typed before. */
export function dayFields(
  lifecycle: Lifecycle,
  { day }: Entry,
  draft: CalendarDayBody | undefined,
): FormField[] {
  const field = (
    name: 'date' | 'kind' | 'name' | 'document' | 'knownOn',
    control: FormField['control'],
    initial?: string,
  ): FormField => ({
    ...FIELD,
    path: [name],
    label: fieldLabel(name, 'CalendarDay'),
    control,
    initial: draft?.[name] ?? initial,
  });
  const kinds = KINDS.map((value) => ({
    value,
    label: codeLabel(lifecycle, 'CalendarDay.kind', value),
  }));
  const fresh = [field('date', 'date'), { ...field('kind', 'choice'), options: kinds }];
  return [
    ...(day ? [] : fresh),
    field('name', 'line', day?.name),
    field('document', 'line'),
    field('knownOn', 'date', todayInOffice()),
  ];
}

/** The form's data with what the entry knows already. */
export function draftOf({ day, status }: Entry, data: Record<string, unknown>): CalendarDayBody {
  const known = day ? { date: day.date, kind: day.kind } : {};
  // The form asks for exactly the fields of the body; the server checks what they hold.
  return { ...known, ...data, status } as unknown as CalendarDayBody;
}
