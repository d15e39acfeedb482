/**
 * What may be asked of the deadline engine, and the one parser for it: the command line and
 * `POST /deadlines/preview` both call `parseDeadlineRequest`. Hand-checked rather than zod, because it
 * runs on every line of a bulk recount. It checks shape and dates only; the law is checked later.
 */
import type { CivilDate } from './civil-date';
import { parseCivilDate } from './civil-date';
import type { Refusal } from './refusals';
import { isRefusal, refuse } from './refusals';

/** Days d with from < d ≤ to are not counted. */
export type Pause = {
  /** Date of the suspension decision. */
  readonly from: CivilDate;
  /** Date of the resume decision; absent while the clock still stands. */
  readonly to?: CivilDate;
};

export type ExtensionDecision = {
  readonly ground: string;
  /** Days added, in the rule's own unit; a whole number above zero. */
  readonly days: number;
  readonly decidedOn?: CivilDate;
  /** Letters of the list of criteria (ND 124/2020 D3a, ND 31/2019 D3). */
  readonly criteria?: readonly string[];
};

export type DeadlineRequest = {
  readonly rule: string;
  readonly start: CivilDate;
  /** Time of day at UTC+07:00, `HH:MM`; only rules in hours use it. */
  readonly startTime?: string;
  readonly pauses?: readonly Pause[];
  /** The TOTAL added under one ground. */
  readonly extension?: ExtensionDecision;
  /** The same as separate decisions, in the order they were made. */
  readonly extensions?: readonly ExtensionDecision[];
};

/** What came in, before anything is known of its values. */
type Fields = Readonly<Record<string, unknown>>;

const REQUEST_KEYS = new Set(['rule', 'start', 'pauses', 'extension', 'extensions']);
const PAUSE_KEYS = new Set(['from', 'to']);
const EXTENSION_KEYS = new Set(['ground', 'days', 'decidedOn', 'criteria']);
const TIME_SHAPE = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Most pauses or decisions in one request: far above any real case, far below what would hurt. */
export const MAX_LIST = 1000;

/**
 * A request from parsed JSON. On the wire `start` is `YYYY-MM-DD` or, for rules in hours,
 * `YYYY-MM-DDTHH:MM` at UTC+07:00; null means absent for optional fields.
 * Refusals: `invalid_request`, `impossible_date`, `extension_invalid`.
 */
export function parseDeadlineRequest(input: unknown): DeadlineRequest | Refusal {
  const fields = fieldsOf(input, REQUEST_KEYS, '');
  if (isRefusal(fields)) return fields;
  if (typeof fields.rule !== 'string') return wrongType('rule', 'chuỗi', 'a string');
  const start = parseStart(fields.start);
  if (isRefusal(start)) return start;
  const pauses = parseList(fields.pauses, 'pauses', parsePause);
  if (isRefusal(pauses)) return pauses;
  const asked = parseExtensions(fields);
  if (isRefusal(asked)) return asked;
  return {
    rule: fields.rule,
    ...start,
    ...(pauses.length === 0 ? {} : { pauses }),
    ...asked,
  };
}

function parseExtensions(
  fields: Fields,
): Pick<DeadlineRequest, 'extension' | 'extensions'> | Refusal {
  if (isAbsent(fields.extension)) {
    const extensions = parseList(fields.extensions, 'extensions', parseExtension);
    if (isRefusal(extensions)) return extensions;
    return extensions.length === 0 ? {} : { extensions };
  }
  if (!isAbsent(fields.extensions)) {
    return refuse('invalid_request', {
      field: 'extensions',
      because: {
        vi: 'chỉ dùng một trong hai: extension hoặc extensions',
        en: 'give extension or extensions, not both',
      },
    });
  }
  const extension = parseExtension(fields.extension, 'extension');
  return isRefusal(extension) ? extension : { extension };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function fieldsOf(input: unknown, known: ReadonlySet<string>, path: string): Fields | Refusal {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return wrongType(path, 'đối tượng JSON', 'a JSON object');
  }
  const unknown = Object.keys(input).find((key) => !known.has(key));
  if (unknown === undefined) return input as Fields;
  return refuse('invalid_request', {
    field: path === '' ? unknown.slice(0, 60) : `${path}.${unknown.slice(0, 60)}`,
    because: { vi: 'trường không được biết đến', en: 'unknown field' },
  });
}

function wrongType(path: string, vi: string, en: string): Refusal {
  return refuse('invalid_request', {
    ...(path === '' ? {} : { field: path }),
    because: { vi: `phải là ${vi}`, en: `must be ${en}` },
  });
}

function parseDateField(value: unknown, path: string): CivilDate | Refusal {
  if (typeof value !== 'string') return wrongType(path, 'chuỗi YYYY-MM-DD', 'a YYYY-MM-DD string');
  return parseCivilDate(value) ?? refuse('impossible_date', { field: path, given: value });
}

function parseStart(value: unknown): Pick<DeadlineRequest, 'start' | 'startTime'> | Refusal {
  if (typeof value !== 'string' || value.charAt(10) !== 'T') {
    const start = parseDateField(value, 'start');
    return typeof start === 'string' ? { start } : start;
  }
  const start = parseCivilDate(value.slice(0, 10));
  const startTime = value.slice(11);
  if (start === undefined || !TIME_SHAPE.test(startTime)) {
    return refuse('impossible_date', { field: 'start', given: value });
  }
  return { start, startTime };
}

function parseList<T extends object>(
  value: unknown,
  path: string,
  parseItem: (item: unknown, path: string) => T | Refusal,
): readonly T[] | Refusal {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) return wrongType(path, 'danh sách', 'a list');
  if (value.length > MAX_LIST) {
    return wrongType(path, `danh sách không quá ${MAX_LIST} mục`, `a list of at most ${MAX_LIST}`);
  }
  const items: T[] = [];
  for (const [index, raw] of value.entries()) {
    const item = parseItem(raw, `${path}.${index}`);
    if (isRefusal(item)) return item;
    items.push(item);
  }
  return items;
}

function parsePause(value: unknown, path: string): Pause | Refusal {
  const fields = fieldsOf(value, PAUSE_KEYS, path);
  if (isRefusal(fields)) return fields;
  const from = parseDateField(fields.from, `${path}.from`);
  if (typeof from !== 'string') return from;
  if (isAbsent(fields.to)) return { from };
  const to = parseDateField(fields.to, `${path}.to`);
  return typeof to === 'string' ? { from, to } : to;
}

function parseExtension(value: unknown, path: string): ExtensionDecision | Refusal {
  const fields = fieldsOf(value, EXTENSION_KEYS, path);
  if (isRefusal(fields)) return fields;
  const { ground, days } = fields;
  if (typeof ground !== 'string' || ground === '') {
    return invalidExtension(`${path}.ground`, 'phải nêu căn cứ', 'the ground must be named');
  }
  if (typeof days !== 'number' || !Number.isSafeInteger(days) || days <= 0) {
    return invalidExtension(
      `${path}.days`,
      'phải là số nguyên dương',
      'must be a whole number above zero',
    );
  }
  const rest = parseDecision(fields, path);
  return isRefusal(rest) ? rest : { ground, days, ...rest };
}

function parseDecision(
  { decidedOn, criteria }: Fields,
  path: string,
): Pick<ExtensionDecision, 'decidedOn' | 'criteria'> | Refusal {
  const decided = isAbsent(decidedOn) ? undefined : parseDateField(decidedOn, `${path}.decidedOn`);
  if (typeof decided === 'object') return decided;
  if (!isAbsent(criteria) && !isTextList(criteria)) {
    return invalidExtension(
      `${path}.criteria`,
      'phải là danh sách chữ',
      'must be a list of letters',
    );
  }
  return {
    ...(decided === undefined ? {} : { decidedOn: decided }),
    ...(isAbsent(criteria) ? {} : { criteria }),
  };
}

function isTextList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_LIST &&
    value.every((item) => typeof item === 'string')
  );
}

function invalidExtension(field: string, vi: string, en: string): Refusal {
  return refuse('extension_invalid', { field, because: { vi, en } });
}
