/**
 * Whether an extension is lawful, and how many days it adds. Every bound comes from the rule row; this
 * file holds no number of its own.
 */
import type { CountableRule, Term } from './deadline-arithmetic';
import { dueEpochDay } from './deadline-arithmetic';
import { fromEpochDay, toEpochDay } from './civil-date';
import type { Refusal } from './refusals';
import { isRefusal, refuse } from './refusals';
import type { DeadlineRequest, ExtensionDecision } from './deadline-request';
import { citation, GROUND_TEXT, printedDate, wordsFor } from './deadline-words';
import type { ExtensionRule } from './rules';
import type { WorkingCalendar } from './working-days';

type DayExtensionRule = Extract<ExtensionRule, { mode: 'total_max' | 'add' }>;

export type GrantedExtension = {
  readonly decision: ExtensionDecision;
  readonly row: DayExtensionRule;
  /** The decision had to name criteria by its date, and named none. */
  readonly lacksCriteria: boolean;
};

/**
 * The extensions of a request in order, each checked against the row. `base` is the term without them.
 * Refusals: `extension_not_allowed`, `extension_ground_not_allowed`, `extension_invalid`,
 * `extension_exceeds_maximum`, `extension_after_expiry`.
 */
export function grantExtensions(
  rule: CountableRule,
  request: DeadlineRequest,
  base: Term,
  calendar: WorkingCalendar,
): readonly GrantedExtension[] | Refusal {
  const isSingle = request.extension !== undefined;
  const decisions = isSingle ? [request.extension] : (request.extensions ?? []);
  const granted: GrantedExtension[] = [];
  for (const [index, decision] of decisions.entries()) {
    const field = isSingle ? 'extension' : `extensions.${index}`;
    const row = rowFor(rule, decision, field);
    if (isRefusal(row)) return row;
    const fault = criteriaFault(row, decision, field);
    if (fault !== undefined) return fault;
    granted.push({ decision, row, lacksCriteria: lacksCriteria(row, decision, request) });
  }
  return (
    excess(rule, granted, isSingle) ??
    lateDecision(rule, granted, { base, calendar, isSingle }) ??
    granted
  );
}

function rowFor(
  rule: CountableRule,
  decision: ExtensionDecision,
  field: string,
): DayExtensionRule | Refusal {
  const rows = rule.extension.filter(
    (row): row is DayExtensionRule => row.mode === 'total_max' || row.mode === 'add',
  );
  if (rows.length === 0) {
    const basis = citation(rule.basis);
    return refuse('extension_not_allowed', {
      field,
      because: { vi: `${rule.id}, ${basis.vi}`, en: `${rule.id}, ${basis.en}` },
    });
  }
  const row = rows.find((candidate) => candidate.ground === decision.ground);
  const allowed = rows.map(({ ground }) => ({ ground, words: wordsFor(GROUND_TEXT, ground) }));
  return (
    row ??
    refuse('extension_ground_not_allowed', {
      field: `${field}.ground`,
      given: decision.ground,
      because: {
        vi: `chỉ có: ${allowed.map(({ ground, words }) => `${ground} (${words.vi})`).join(', ')}`,
        en: `only: ${allowed.map(({ ground, words }) => `${ground} (${words.en})`).join(', ')}`,
      },
    })
  );
}

function criteriaFault(
  row: DayExtensionRule,
  decision: ExtensionDecision,
  field: string,
): Refusal | undefined {
  if (decision.criteria === undefined) return undefined;
  const list = row.criteria;
  const letters = new Set(decision.criteria);
  const isSound =
    list !== undefined &&
    letters.size === decision.criteria.length &&
    letters.size >= list.minimum &&
    decision.criteria.every((letter) => list.letters.includes(letter));
  if (isSound) return undefined;
  const because =
    list === undefined
      ? { vi: 'căn cứ này không có danh mục tiêu chí', en: 'this ground has no list of criteria' }
      : {
          vi: `phải nêu ít nhất ${list.minimum} tiêu chí khác nhau trong ${list.letters.join(', ')} (${citation(list.basis).vi})`,
          en: `name at least ${list.minimum} different criteria of ${list.letters.join(', ')} (${citation(list.basis).en})`,
        };
  return refuse('extension_invalid', { field: `${field}.criteria`, because });
}

function lacksCriteria(
  row: DayExtensionRule,
  decision: ExtensionDecision,
  request: DeadlineRequest,
): boolean {
  const decidedOn = decision.decidedOn ?? request.start;
  return (
    row.criteria !== undefined && decision.criteria === undefined && decidedOn >= row.criteria.from
  );
}

/** Days and decisions together against the most generous ground invoked: grounds do not add up. */
function excess(
  rule: CountableRule,
  granted: readonly GrantedExtension[],
  isSingle: boolean,
): Refusal | undefined {
  const field = isSingle ? 'extension.days' : 'extensions';
  let total = 0;
  let mostDays = 0;
  let mostTimes = Infinity;
  for (const [index, { decision, row }] of granted.entries()) {
    total += decision.days;
    const isOverOne = row.mode === 'add' && !isSingle && decision.days > row.add;
    if (isOverOne) return exceeds(`extensions.${index}.days`, decision.days, row.add);
    mostDays = Math.max(mostDays, maximumOf(rule, row));
    mostTimes = Math.max(mostTimes === Infinity ? 0 : mostTimes, timesOf(row));
  }
  if (granted.length > mostTimes) return exceeds(field, granted.length, mostTimes);
  return total > mostDays ? exceeds(field, total, mostDays) : undefined;
}

/** Longest addition under one ground, all decisions together. */
export function maximumOf(rule: CountableRule, row: DayExtensionRule): number {
  return row.mode === 'total_max' ? row.total - rule.amount : row.add * row.times;
}

function timesOf(row: DayExtensionRule): number {
  return row.mode === 'total_max' ? Number.MAX_SAFE_INTEGER : row.times;
}

function exceeds(field: string, given: number, most: number): Refusal {
  return refuse('extension_exceeds_maximum', {
    field,
    given: String(given),
    because: { vi: `tối đa ${most}`, en: `at most ${most}` },
  });
}

/** A decision made on the due day itself is in time: the term runs to 24:00. */
function lateDecision(
  rule: CountableRule,
  granted: readonly GrantedExtension[],
  count: { readonly base: Term; readonly calendar: WorkingCalendar; readonly isSingle: boolean },
): Refusal | undefined {
  let extraDays = 0;
  for (const [index, { decision }] of granted.entries()) {
    const field = count.isSingle ? 'extension.decidedOn' : `extensions.${index}.decidedOn`;
    const decided = decision.decidedOn === undefined ? undefined : toEpochDay(decision.decidedOn);
    if (decided !== undefined && decided < count.base.start) {
      return refuse('extension_invalid', {
        field,
        given: String(decision.decidedOn),
        because: { vi: 'trước khi thời hạn bắt đầu', en: 'before the term starts' },
      });
    }
    const due = dueEpochDay(rule, { ...count.base, extraDays }, count.calendar);
    if (decided !== undefined && decided > due) {
      return refuse('extension_after_expiry', {
        field,
        given: String(decision.decidedOn),
        because: {
          vi: `thời hạn đã hết ngày ${printedDate(fromEpochDay(due))}`,
          en: `the term expired on ${fromEpochDay(due)}`,
        },
      });
    }
    extraDays += decision.days;
  }
  return undefined;
}
