/**
 * A deadline explained day by day, on one sheet that stands without this system: the event, the rule row
 * and why that row, every day counted or skipped with its document, pauses, extensions, the result.
 * `scripts/verify-certificate.mjs` recomputes it from its own facts. Pure: hashing is handed in.
 * It carries no person's name; `caseReference` is the public number.
 */
import type { CertifiedDay } from './certificate-days';
import { walkDays, walkLength } from './certificate-days';
import type { CivilDate } from './civil-date';
import { fromEpochDay, toEpochDay, weekdayOf } from './civil-date';
import { lastCountedDay, runsForward } from './deadline-arithmetic';
import type { Refusal } from './refusals';
import { isRefusal, refuse } from './refusals';
import type { DeadlineRequest, ExtensionDecision } from './deadline-request';
import type { DeadlineAnswer, PreparedTerm } from './deadlines';
import { computeDeadline, prepareTerm } from './deadlines';
import { citation, printedDate } from './deadline-words';
import type { DeadlineRule, RuleSet } from './rules';
import { ruleById } from './rules';
import type { CalendarDocument, WorkingCalendar } from './working-days';

type Text = { readonly vi: string; readonly en: string };

export const CERTIFICATE_FORMAT = 'tiep-dan/deadline-certificate/1';

export type CertifiedConflict = {
  readonly rule: string;
  readonly basis: string;
  readonly amount: number;
  readonly unit: string;
  readonly dueOn: CivilDate | null;
};

export type DeadlineCertificate = {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly issuedOn: CivilDate;
  readonly caseReference?: string;
  /** The clock's name in the case's own table. */
  readonly clock?: string;
  readonly event: {
    readonly name: string;
    readonly on: CivilDate;
    readonly weekday: number;
    readonly time?: string;
  };
  readonly rule: DeadlineRule;
  readonly ruleSet: {
    readonly version: string;
    readonly whyThisRow: Text;
    readonly transition?: Text;
  };
  /** `days` is null while the pause still stands. */
  readonly pauses: readonly {
    readonly from: CivilDate;
    readonly to: CivilDate | null;
    readonly days: number | null;
  }[];
  /** One total, or separate decisions. */
  readonly extensionMode: 'total' | 'decisions';
  readonly extensions: readonly ExtensionDecision[];
  /** Days that became known later were left out of the calendar; absent when none were. */
  readonly calendarAsKnownOn?: CivilDate;
  /** Years whose calendar was published when this was made, of those the days touch. */
  readonly calendarYears: readonly number[];
  readonly documents: readonly CalendarDocument[];
  readonly days: readonly CertifiedDay[];
  /** The day the count was full, when the end moved away from it. */
  readonly movedFrom?: CivilDate;
  readonly result: Pick<
    DeadlineAnswer,
    | 'dueOn'
    | 'dueAt'
    | 'effectiveFromOn'
    | 'pausedSince'
    | 'remainingDays'
    | 'isFinal'
    | 'alternatives'
  > & {
    /** `YYYY-MM-DDT24:00+07:00`. */
    readonly endsAt?: string;
    readonly conflictsWith?: readonly CertifiedConflict[];
  };
  readonly flags: DeadlineAnswer['flags'];
  readonly warnings: DeadlineAnswer['warnings'];
  readonly explanation: readonly string[];
  readonly explanationEn: readonly string[];
};

export type SealedCertificate = DeadlineCertificate & {
  /** Lower-case hex SHA-256 of `canonicalJson` of everything else. */
  readonly digest: string;
};

export type CertificateAbout = {
  readonly issuedOn: CivilDate;
  readonly caseReference?: string;
  readonly clock?: string;
  /** What `CalendarOptions.asKnownOn` was, when the calendar was made with it. */
  readonly calendarAsKnownOn?: CivilDate;
};

/** Longest walk printed, in days: ten years and more; only a pause of that length gets there. */
export const MAX_CERTIFIED_DAYS = 4000;

/** The certificate, or the refusal the deadline itself would get (`invalid_request` when too long). */
export function createCertificate(
  request: DeadlineRequest,
  ruleSet: RuleSet,
  calendar: WorkingCalendar,
  about: CertificateAbout,
): DeadlineCertificate | Refusal {
  const prepared = prepareTerm(request, ruleSet, calendar);
  if (isRefusal(prepared)) return prepared;
  const answer = computeDeadline(request, ruleSet, calendar);
  if (isRefusal(answer)) return answer;
  const walk = walkOf(prepared, answer, calendar);
  if (walkLength(walk) > MAX_CERTIFIED_DAYS) {
    return refuse('invalid_request', {
      because: {
        vi: `chứng nhận liệt kê không quá ${MAX_CERTIFIED_DAYS} ngày`,
        en: `a certificate lists at most ${MAX_CERTIFIED_DAYS} days`,
      },
    });
  }
  const days = walkDays(walk);
  const end = countedEnd(prepared, calendar);
  const isMoved = end !== undefined && answer.dueOn !== null && end !== walk.due;
  return {
    format: CERTIFICATE_FORMAT,
    ...about,
    event: {
      name: prepared.rule.startsAt,
      on: request.start,
      weekday: weekdayOf(request.start),
      ...(request.startTime === undefined ? {} : { time: request.startTime }),
    },
    rule: prepared.rule,
    ruleSet: versionOf(prepared.rule, request, ruleSet),
    ...askedFor(request),
    calendarYears: knownYears(days, calendar),
    documents: documentsOf(days, calendar),
    days,
    ...(isMoved ? { movedFrom: fromEpochDay(end) } : {}),
    result: resultOf(answer, ruleSet),
    flags: answer.flags,
    warnings: answer.warnings,
    explanation: answer.explanation,
    explanationEn: answer.explanationEn,
  };
}

/** Where a count of days was full before any move; undefined for what counts no days. */
function countedEnd({ rule, term }: PreparedTerm, calendar: WorkingCalendar): number | undefined {
  if (runsForward(rule)) return lastCountedDay(rule, term, calendar);
  const isBackward = rule.bound === 'min_before' && rule.unit === 'calendar_day';
  return isBackward ? term.start - rule.amount : undefined;
}

function walkOf(prepared: PreparedTerm, answer: DeadlineAnswer, calendar: WorkingCalendar) {
  const { rule, term } = prepared;
  const due = answer.dueOn === null ? Infinity : toEpochDay(answer.dueOn);
  const reached =
    due === Infinity ? toEpochDay(answer.pausedSince ?? fromEpochDay(term.start)) : due;
  const others = [...(answer.alternatives ?? []), ...(answer.conflictsWith ?? [])].flatMap(
    (other) => (other.dueOn === null ? [] : [toEpochDay(other.dueOn)]),
  );
  const furthest = runsBack(prepared) ? Math.min(reached, ...others) : Math.max(reached, ...others);
  return { rule, term, calendar, due, furthest };
}

function runsBack({ rule }: PreparedTerm): boolean {
  return rule.bound === 'min_before';
}

function versionOf(
  rule: DeadlineRule,
  request: DeadlineRequest,
  ruleSet: RuleSet,
): DeadlineCertificate['ruleSet'] {
  const others = ruleSet.clocks.filter(
    (other) =>
      other.id !== rule.id && other.stage === rule.stage && other.caseType === rule.caseType,
  );
  const own = lifeText(rule);
  const elsewhere = others.map(lifeText);
  const suspension = citation(rule.suspensionBasis ?? '');
  const since = rule.suspendableFrom;
  const isTransition =
    since !== null &&
    request.start < since &&
    (request.pauses ?? []).some((pause) => pause.from >= since);
  return {
    version: ruleSet.version,
    whyThisRow: {
      vi: `Ngày bắt đầu ${printedDate(request.start)} nằm trong thời gian áp dụng của ${own.vi}${elsewhere.map((life) => `, không phải của ${life.vi}`).join('')}.`,
      en: `The start ${request.start} lies in the life of ${own.en}${elsewhere.map((life) => `, not of ${life.en}`).join('')}.`,
    },
    ...(isTransition
      ? {
          transition: {
            vi: `Tạm đình chỉ theo quy định chuyển tiếp: ${suspension.vi}.`,
            en: `Suspended under the transition: ${suspension.en}.`,
          },
        }
      : {}),
  };
}

function lifeText(rule: DeadlineRule): Text {
  const { id, effectiveFrom: from, effectiveTo: to } = rule;
  return {
    vi: `${id} (từ ${printedDate(from)}${to === null ? '' : ` đến ${printedDate(to)}`})`,
    en: `${id} (from ${from}${to === null ? '' : ` to ${to}`})`,
  };
}

function askedFor(
  request: DeadlineRequest,
): Pick<DeadlineCertificate, 'pauses' | 'extensionMode' | 'extensions'> {
  const pauses = (request.pauses ?? []).map((pause) => ({
    from: pause.from,
    to: pause.to ?? null,
    days: pause.to === undefined ? null : toEpochDay(pause.to) - toEpochDay(pause.from),
  }));
  return {
    pauses: pauses.sort((left, right) => (left.from < right.from ? -1 : 1)),
    extensionMode: request.extension === undefined ? 'decisions' : 'total',
    extensions: request.extension === undefined ? (request.extensions ?? []) : [request.extension],
  };
}

function knownYears(days: readonly CertifiedDay[], calendar: WorkingCalendar): readonly number[] {
  const years = new Set(days.map((day) => Number(day.date.slice(0, 4))));
  return [...years]
    .filter((year) => calendar.isKnownYear(year))
    .sort((left, right) => left - right);
}

function documentsOf(
  days: readonly CertifiedDay[],
  calendar: WorkingCalendar,
): readonly CalendarDocument[] {
  const documents = new Map<string, CalendarDocument>();
  for (const day of days) {
    const { document } = calendar.describeDay(toEpochDay(day.date));
    if (document !== undefined) documents.set(document.id, document);
  }
  return [...documents.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function resultOf(answer: DeadlineAnswer, ruleSet: RuleSet): DeadlineCertificate['result'] {
  const { dueOn, dueAt, effectiveFromOn, pausedSince, remainingDays, isFinal, alternatives } =
    answer;
  const conflicts = (answer.conflictsWith ?? []).flatMap((conflict): CertifiedConflict[] => {
    const row = ruleById(ruleSet, conflict.rule);
    if (row === undefined || row.amount === null || row.unit === null) return [];
    return [{ ...conflict, basis: row.basis, amount: row.amount, unit: row.unit }];
  });
  return {
    dueOn,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(dueOn === null || dueAt !== undefined ? {} : { endsAt: `${dueOn}T24:00+07:00` }),
    ...(effectiveFromOn === undefined ? {} : { effectiveFromOn }),
    ...(pausedSince === undefined ? {} : { pausedSince }),
    ...(remainingDays === undefined ? {} : { remainingDays }),
    isFinal,
    ...(alternatives === undefined ? {} : { alternatives }),
    ...(conflicts.length === 0 ? {} : { conflictsWith: conflicts }),
  };
}

/** JSON with keys sorted and no white space: the same bytes for the same facts, whoever writes them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${entries.join(',')}}`;
}

/** The certificate with its digest; `sha256Hex` hashes UTF-8 text to lower-case hex. */
export function sealCertificate(
  certificate: DeadlineCertificate,
  sha256Hex: (text: string) => string,
): SealedCertificate {
  return { ...certificate, digest: sha256Hex(canonicalJson(certificate)) };
}
