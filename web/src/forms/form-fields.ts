/**
 * Turns the JSON Schema of a command's data into the fields of a form, and a filled form into that data.
 * It knows kinds of values, never commands: a new command needs no change here.
 */
import type { Dayjs } from 'dayjs';
import type { Lifecycle } from '../api/client';
import type { Problem } from '../api/problem';
import { API_DATE_FORMAT } from '../language/dates';
import { fieldLabel } from '../language/field-words';
import type { Label } from '../language/language';
import { codesOf } from '../language/lifecycle-words';
import { faultWords } from './fault-words';

export type Control =
  'choice' | 'choices' | 'date' | 'number' | 'flag' | 'officer' | 'words' | 'line';

export interface FormField {
  /** Where the value stands in the data: `['submission', 'phone']`. */
  path: string[];
  label: Label;
  control: Control;
  isRequired: boolean;
  options: { value: string; label: Label }[];
  minimum: number | undefined;
  maximum: number | undefined;
  maxLength: number | undefined;
  pattern: string | undefined;
  initial: unknown;
}

/** The part of JSON Schema that zod writes for our forms. */
interface Schema {
  type?: string;
  format?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minItems?: number;
  default?: unknown;
}

/** The fields of a command's form in the order of its schema; undefined when it has no form. */
export function formFields(lifecycle: Lifecycle, command: string): FormField[] | undefined {
  const form = lifecycle.forms[command];
  if (!form) return undefined;
  const source = { lifecycle, command, texts: form.texts };
  return fieldsBelow(source, form.schema, []);
}

interface Source {
  lifecycle: Lifecycle;
  command: string;
  texts: string[];
}

function fieldsBelow(source: Source, schema: Schema, path: string[]): FormField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const here = [...path, name];
    if (property.properties) return fieldsBelow(source, property, here);
    return [fieldOf(source, property, here, schema.required?.includes(name) ?? false)];
  });
}

function fieldOf(source: Source, schema: Schema, path: string[], isNeeded: boolean): FormField {
  const name = path.at(-1) ?? '';
  const control = controlOf(schema, source.texts.includes(name));
  const options = optionsOf(source, name, schema.enum ?? schema.items?.enum ?? []);
  // An empty list is a value too, unless the schema asks for an item.
  const mayBeEmpty = control === 'choices' && schema.minItems === undefined;
  return {
    path,
    label: fieldLabel(name, source.command),
    control,
    isRequired: isNeeded && !mayBeEmpty,
    options,
    minimum: minimumOf(schema),
    maximum: schema.maximum,
    maxLength: schema.maxLength,
    pattern: schema.pattern,
    initial: schema.default ?? initialOf(control, options),
  };
}

function minimumOf({ minimum, exclusiveMinimum }: Schema): number | undefined {
  if (exclusiveMinimum === undefined) return minimum;
  return exclusiveMinimum + 1;
}

/** A choice of one is no choice. */
function initialOf(control: Control, options: FormField['options']): unknown {
  if (control === 'choices') return [];
  return control === 'choice' && options.length === 1 ? options[0]?.value : undefined;
}

function controlOf(schema: Schema, isLongText: boolean): Control {
  if (schema.enum) return 'choice';
  if (schema.format === 'date') return 'date';
  // Officers are the only people a form names by id.
  if (schema.format === 'uuid') return 'officer';
  if (isLongText) return 'words';
  const byType: Record<string, Control> = { array: 'choices', integer: 'number', boolean: 'flag' };
  return byType[schema.type ?? ''] ?? 'line';
}

function optionsOf({ lifecycle, command }: Source, name: string, codes: string[]) {
  const labels = codesOf(lifecycle, command, name);
  return codes.map((value) => ({ value, label: labels?.[value] ?? { vi: value, en: value } }));
}

/** What a filled form sends: dates as the API writes them, nothing for what was left empty. */
export function formData(values: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(values).flatMap(([name, value]) => {
    const sent = valueToSend(value);
    return sent === undefined ? [] : [[name, sent] as const];
  });
  return Object.fromEntries(kept);
}

function valueToSend(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return value ?? undefined;
  if ('format' in value) return (value as Dayjs).format(API_DATE_FORMAT);
  return formData(value as Record<string, unknown>);
}

/** The faults of a problem document, each at the field it names; `prefix` is where the data stands. */
export function fieldFaults(
  problem: Problem,
  fields: readonly Pick<FormField, 'path'>[],
  prefix: string,
): { name: string[]; errors: Label[] }[] {
  return fields.flatMap(({ path }) => {
    const own = `${prefix}.${path.join('.')}`;
    const faults = (problem.errors ?? []).filter(
      (fault) => fault.path === own || fault.path.startsWith(`${own}.`),
    );
    const errors = faults.map((fault) => faultWords(fault, problem));
    return faults.length === 0 ? [] : [{ name: path, errors }];
  });
}
