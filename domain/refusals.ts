/**
 * Every way the engine says no: an expected "no" is a value, never thrown. Nothing here decides; the
 * sentences are beside this file, by who says them.
 */
import { CALENDAR_REFUSALS } from './calendar-refusals';
import { CASE_REFUSALS } from './case-refusals';
import { DEADLINE_REFUSALS } from './deadline-refusals';

export type Sentence = { readonly vi: string; readonly en: string };

/** `{name}` in a sentence is filled from the refusal's parameters. */
export const REFUSALS = {
  ...CASE_REFUSALS,
  ...DEADLINE_REFUSALS,
  ...CALENDAR_REFUSALS,
} satisfies Record<string, Sentence>;

export type RefusalCode = keyof typeof REFUSALS;

type Params = Readonly<Record<string, string | number>>;

export type Refusal = {
  readonly refusal: RefusalCode;
  readonly params?: Params;
  /** Dotted path of the field at fault, when one is. */
  readonly field?: string;
  readonly detail: Sentence;
};

export type RefusalContext = {
  readonly params?: Params | undefined;
  readonly field?: string;
  /** What was given, shortened for print. */
  readonly given?: string;
  /** What the law or the format says, after the sentence. */
  readonly because?: Sentence;
};

/** Longest piece of a caller's own text repeated in a sentence, in UTF-16 units. */
const ECHO_LIMIT = 60;

/** A refusal whose sentences name the field, what was given and why it cannot be taken. */
export function refuse(code: RefusalCode, context: RefusalContext = {}): Refusal {
  const { params, field } = context;
  return {
    refusal: code,
    ...(params === undefined ? {} : { params }),
    ...(field === undefined ? {} : { field }),
    detail: { vi: sentenceOf(code, context, 'vi'), en: sentenceOf(code, context, 'en') },
  };
}

export function isRefusal(value: object): value is Refusal {
  return 'refusal' in value;
}

function sentenceOf(code: RefusalCode, context: RefusalContext, language: keyof Sentence): string {
  const { params = {}, field, given, because } = context;
  // A hole without a value stays visible rather than vanish.
  const filled = REFUSALS[code][language].replace(/\{(\w+)\}/g, (hole, name: string) =>
    String(params[name] ?? hole),
  );
  const place = field === undefined ? '' : ` [${field}]`;
  const echo = given === undefined ? '' : ` “${shorten(given)}”`;
  const reason = because === undefined ? '' : `: ${because[language]}`;
  const withoutStop = filled.slice(0, -1);
  return `${withoutStop}${place}${echo}${reason}.`;
}

function shorten(text: string): string {
  if (text.length <= ECHO_LIMIT) return text;
  // Never half of a surrogate pair: it could not be written as UTF-8.
  return `${text.slice(0, ECHO_LIMIT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
