/**
 * zod shapes of rule and calendar files that come from outside: a draft rule set, an operator's overlay,
 * and, in a test, every published file. Never import this from workflow code or from the command line's
 * path: the shipped files are trusted by their manifest, not parsed again at each start.
 */
import { z } from 'zod';
import { parseCivilDate } from './civil-date';
import type { CivilDate } from './civil-date';
import type { RuleSet } from './rules';
import type { DraftCalendar } from './what-if';
import type { CalendarDay, CalendarYear } from './working-days';

const On = z.string().transform((text, context): CivilDate => {
  const date = parseCivilDate(text);
  if (date !== undefined) return date;
  context.addIssue({ code: 'custom', message: 'must be an existing date written YYYY-MM-DD' });
  return z.NEVER;
});
const Code = z.string().regex(/^[a-z][a-z0-9_]*$/);
const RuleId = z.string().regex(/^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/);
const Words = z.string().trim().min(1);
const Count = z.number().int().positive();
const DayUnit = z.enum(['calendar_day', 'working_day']);

const Criteria = z.strictObject({
  letters: z.array(z.string().min(1)).min(1),
  minimum: Count,
  from: On,
  basis: Words,
});

const Extension = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('total_max'),
    ground: Code,
    total: Count,
    unit: DayUnit,
    criteria: Criteria.exactOptional(),
  }),
  z.strictObject({
    mode: z.literal('add'),
    ground: Code,
    add: Count,
    times: Count,
    unit: DayUnit,
    writtenNotice: z.literal(true).exactOptional(),
    criteria: Criteria.exactOptional(),
  }),
  z.strictObject({ mode: z.literal('exclude'), ground: Code }),
  z.strictObject({ mode: z.literal('reappoint'), times: Count }),
]);

const Clock = z
  .strictObject({
    id: RuleId,
    caseType: Code,
    stage: Code,
    amount: z.number().int().nonnegative().nullable(),
    unit: z
      .enum([
        'calendar_day',
        'working_day',
        'hour',
        'immediately',
        'day_per_week',
        'day_per_month',
        'per_year',
        'percent_above',
      ])
      .nullable(),
    bound: z.enum([
      'max',
      'after',
      'min_before',
      'min_length',
      'min_frequency',
      'alarm_after',
      'goal',
    ]),
    startsAt: Code,
    extension: z.array(Extension),
    basis: Words,
    effectiveFrom: On,
    effectiveTo: On.nullable(),
    source: Words,
    confidence: z.enum([
      'primary_mirror',
      'single_ocr',
      'secondary',
      'indirect',
      'memory',
      'unresolved_conflict',
      'no_statutory_number',
      'target',
    ]),
    note: Words.exactOptional(),
    noteVi: Words.exactOptional(),
    suspendable: z.boolean(),
    suspensionBasis: Words.nullable(),
    suspendableFrom: On.nullable(),
    conflictsWith: z.array(RuleId).exactOptional(),
    internal: z.literal(true).exactOptional(),
  })
  .superRefine((clock, context) => {
    for (const message of clockFaults(clock)) context.addIssue({ code: 'custom', message });
  });

type ClockShape = RuleSet['clocks'][number];

/** What one row may not say, whatever its fields' types allow. */
function clockFaults(clock: ClockShape): readonly string[] {
  const { amount, unit } = clock;
  const isNumberless = clock.confidence === 'no_statutory_number';
  const checks: readonly (readonly [boolean, string])[] = [
    [(amount === null) === (unit === null), 'amount and unit are both given or both null'],
    [(amount === null) === isNumberless, 'a row has a number exactly when the law gives one'],
    [(amount === 0) === (unit === 'immediately'), 'zero means at once, and only that'],
    [(clock.bound === 'goal') === (unit === 'percent_above'), 'a goal is a percentage'],
    [
      clock.effectiveTo === null || clock.effectiveFrom <= clock.effectiveTo,
      'life ends before it begins',
    ],
    [(clock.note === undefined) === (clock.noteVi === undefined), 'a note is in both languages'],
    [clock.suspendable === (clock.suspensionBasis !== null), 'suspension needs its basis'],
    [clock.suspendable === (clock.suspendableFrom !== null), 'suspension needs its date'],
    [
      clock.extension.every((row) => !('unit' in row) || row.unit === unit),
      'an extension counts in the unit of its row',
    ],
    [
      clock.extension.every((row) => row.mode !== 'total_max' || row.total > (amount ?? Infinity)),
      'an extended total is longer than the base',
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, message]) => message);
}

const RuleSetFile = z
  .strictObject({
    version: z.string().regex(/^\d{4}-\d{2}(?:-[a-z0-9]+)?$/),
    compiledOn: On,
    dayCount: z.record(z.string(), z.union([z.string(), z.boolean()])),
    clocks: z.array(Clock).min(1),
  })
  .superRefine((file, context) => {
    for (const message of setFaults(file.clocks)) context.addIssue({ code: 'custom', message });
  });

/** What the rows together may not say. */
function setFaults(clocks: readonly ClockShape[]): readonly string[] {
  const ids = new Set(clocks.map((clock) => clock.id));
  const faults = ids.size === clocks.length ? [] : ['two rows have the same id'];
  for (const clock of clocks) {
    const strangers = (clock.conflictsWith ?? []).filter((id) => !ids.has(id));
    faults.push(...strangers.map((id) => `${clock.id} conflicts with an unknown row ${id}`));
    const rivals = clocks.filter((other) => other.id > clock.id && areRivals(clock, other));
    faults.push(...rivals.map((other) => `${clock.id} and ${other.id} are in force together`));
  }
  return faults;
}

function areRivals(left: ClockShape, right: ClockShape): boolean {
  return (
    left.caseType === right.caseType &&
    left.stage === right.stage &&
    (left.effectiveTo === null || right.effectiveFrom <= left.effectiveTo) &&
    (right.effectiveTo === null || left.effectiveFrom <= right.effectiveTo)
  );
}

const CalendarDocumentFile = z.strictObject({
  id: Words,
  title: Words,
  issuedOn: On.nullable(),
  confidence: Words,
  note: Words.exactOptional(),
});

const CalendarDayFile = z.strictObject({
  date: On,
  kind: z.enum(['holiday', 'compensatory_off', 'swapped_off', 'swapped_work', 'local_closure']),
  status: z.enum(['confirmed', 'unconfirmed', 'rejected']),
  name: Words,
  document: Words,
  knownOn: On,
});

const CalendarYearFile = z
  .strictObject({
    year: z.number().int().min(1).max(9999),
    documents: z.array(CalendarDocumentFile),
    days: z.array(CalendarDayFile),
  })
  .superRefine((file, context) => {
    for (const message of yearFaults(file)) context.addIssue({ code: 'custom', message });
  });

function yearFaults(file: CalendarYear): readonly string[] {
  const documents = new Set(file.documents.map((document) => document.id));
  const dates = file.days.map((day) => day.date);
  const prefix = `${String(file.year).padStart(4, '0')}-`;
  return [
    ...dates
      .filter((date, at) => dates.indexOf(date) !== at)
      .map((date) => `${date} is listed twice`),
    ...dates.filter((date) => !date.startsWith(prefix)).map((date) => `${date} is another year`),
    ...file.days
      .filter((day) => !documents.has(day.document))
      .map((day) => `${day.date} names an unknown document ${day.document}`),
  ];
}

export type Fault = {
  /** Dotted; empty for the whole. */
  readonly path: string;
  readonly message: string;
};

/** Either the value, or every fault at once. */
export type Parsed<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

export function faultText({ path, message }: Fault): string {
  return `${path}: ${message}`;
}

function parseWith<T>(schema: z.ZodType<T>, json: unknown): Parsed<T> {
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  return {
    faults: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  };
}

/** A rule set from a file's parsed JSON, a draft as well as a published one. */
export function parseRuleSet(json: unknown): Parsed<RuleSet> {
  return parseWith<RuleSet>(RuleSetFile, json);
}

/** A calendar year from a file's parsed JSON. */
export function parseCalendarYear(json: unknown): Parsed<CalendarYear> {
  return parseWith<CalendarYear>(CalendarYearFile, json);
}

/** An office's own calendar entries: closures, and confirmations or rejections of published days. */
export function parseCalendarDays(json: unknown): Parsed<readonly CalendarDay[]> {
  return parseWith<readonly CalendarDay[]>(z.array(CalendarDayFile), json);
}

/** A draft calendar: a whole year as a file says it, or days to set over the office's own. */
export function parseDraftCalendar(json: unknown): Parsed<DraftCalendar> {
  if (Array.isArray(json)) {
    const days = parseCalendarDays(json);
    return 'faults' in days ? days : { value: { years: [], days: days.value } };
  }
  const year = parseCalendarYear(json);
  return 'faults' in year ? year : { value: { years: [year.value], days: [] } };
}
