/**
 * When a term ends, for a rule row, a start date, pauses and extensions. Pure: dates in, dates out, no
 * clock. An expected "no" is a refusal value. The arithmetic is in `deadline-arithmetic.ts`; this file
 * checks the request against the row and says what people must know about the date.
 */
import type { CivilDate } from './civil-date';
import { fromEpochDay, LAST_EPOCH_DAY, toEpochDay } from './civil-date';
import type { CountableRule, DayPause, Term } from './deadline-arithmetic';
import { dueEpochDay, isCountable, lastCountedDay, runsForward } from './deadline-arithmetic';
import { explain } from './deadline-explanation';
import type { GrantedExtension } from './deadline-extensions';
import { grantExtensions } from './deadline-extensions';
import type { AlternativeDue } from './deadline-finality';
import { finalityOf } from './deadline-finality';
import type { DeadlineFlag } from './deadline-flags';
import { flagsOf } from './deadline-flags';
import type { Refusal } from './refusals';
import { isRefusal, refuse } from './refusals';
import type { DeadlineRequest, Pause } from './deadline-request';
import { citation, printedDate } from './deadline-words';
import type { DeadlineRule, RuleConfidence, RuleSet } from './rules';
import { outsideLife, rivalsOf, ruleById } from './rules';
import type { WorkingCalendar } from './working-days';

export type DeadlineWarning = {
  readonly code: 'calendar_missing';
  readonly year: number;
  readonly detail: { readonly vi: string; readonly en: string };
};

export type DeadlineAnswer = {
  readonly ruleId: string;
  readonly ruleSet: string;
  /** Last day of the term, which runs to 24:00 at UTC+07:00; null while an open pause holds it. */
  readonly dueOn: CivilDate | null;
  /** For rules in hours with a known time: `YYYY-MM-DDTHH:MM+07:00`. */
  readonly dueAt?: string;
  /** For bound `after`: the first day on which the thing is in effect. */
  readonly effectiveFromOn?: CivilDate;
  /** The suspension decision date of the pause that still stands, and what is left to count after it. */
  readonly pausedSince?: CivilDate;
  readonly remainingDays?: number;
  /** False when a missing calendar, an unconfirmed day or an open pause may still move the date. */
  readonly isFinal: boolean;
  readonly confidence: RuleConfidence;
  readonly basis: string;
  readonly flags: readonly DeadlineFlag[];
  readonly alternatives?: readonly AlternativeDue[];
  readonly conflictsWith?: readonly { readonly rule: string; readonly dueOn: CivilDate | null }[];
  readonly warnings: readonly DeadlineWarning[];
  /** Sentences for people, Vietnamese and, line by line, English. */
  readonly explanation: readonly string[];
  readonly explanationEn: readonly string[];
};

/** A request found lawful, in epoch days: what the arithmetic and the certificate start from. */
export type PreparedTerm = {
  readonly rule: CountableRule;
  readonly term: Term;
  readonly granted: readonly GrantedExtension[];
};

/** Checks a request against its row. Any refusal code but `invalid_json` and `invalid_request`. */
export function prepareTerm(
  request: DeadlineRequest,
  ruleSet: RuleSet,
  calendar: WorkingCalendar,
): PreparedTerm | Refusal {
  const rule = ruleById(ruleSet, request.rule);
  if (rule === undefined) return refuse('unknown_rule', { field: 'rule', given: request.rule });
  const lifeFault = outsideLife(rule, request.start);
  if (lifeFault !== undefined) return refuseOutsideLife(lifeFault, rule, request.start);
  if (!isCountable(rule)) return refuseUncountable(rule);
  if (request.startTime !== undefined && rule.unit !== 'hour') {
    return refuse('impossible_date', {
      field: 'start',
      given: `${request.start}T${request.startTime}`,
      because: {
        vi: 'thời hạn này tính theo ngày, không nêu giờ',
        en: 'this term counts in days: give a date with no time',
      },
    });
  }
  const start = toEpochDay(request.start);
  const pauses = dayPauses(request.pauses ?? [], start);
  if (isRefusal(pauses)) return pauses;
  const base: Term = { start, pauses: runsForward(rule) ? pauses : [], extraDays: 0 };
  const granted = grantExtensions(rule, request, base, calendar);
  if (isRefusal(granted)) return granted;
  const extraDays = granted.reduce((sum, { decision }) => sum + decision.days, 0);
  return { rule, term: { ...base, extraDays }, granted };
}

function refuseUncountable(rule: DeadlineRule): Refusal {
  const basis = citation(rule.basis);
  const vi = rule.noteVi === undefined ? '' : `; ${rule.noteVi}`;
  const en = rule.note === undefined ? '' : `; ${rule.note}`;
  return refuse(rule.bound === 'goal' ? 'not_a_deadline' : 'no_statutory_number', {
    field: 'rule',
    because: { vi: `${rule.id}, ${basis.vi}${vi}`, en: `${rule.id}, ${basis.en}${en}` },
  });
}

function refuseOutsideLife(
  code: 'start_before_rule_life' | 'start_after_rule_life',
  rule: DeadlineRule,
  start: CivilDate,
): Refusal {
  const { id, effectiveFrom: from, effectiveTo: to } = rule;
  return refuse(code, {
    field: 'start',
    given: start,
    because: {
      vi: `${id} áp dụng từ ${printedDate(from)}${to === null ? '' : ` đến ${printedDate(to)}`}`,
      en: `${id} applies from ${from}${to === null ? '' : ` to ${to}`}`,
    },
  });
}

/** Pauses in order of their start. The first fault wins: inverted, before the start, overlapping. */
function dayPauses(pauses: readonly Pause[], start: number): readonly DayPause[] | Refusal {
  const days = pauses.map((pause) => ({
    from: toEpochDay(pause.from),
    to: pause.to === undefined ? Infinity : toEpochDay(pause.to),
  }));
  const inverted = days.findIndex((pause) => pause.to < pause.from);
  if (inverted >= 0) return refusePause('pause_ends_before_it_starts', pauses, inverted);
  const early = days.findIndex((pause) => pause.from < start);
  if (early >= 0) return refusePause('pause_before_start', pauses, early);
  const sorted = days
    .map((pause, at) => ({ ...pause, at }))
    .sort((left, right) => left.from - right.from || left.to - right.to);
  const second = sorted.find((pause, index) => pause.from < (sorted[index - 1]?.to ?? -Infinity));
  if (second !== undefined) return refusePause('pauses_overlap', pauses, second.at);
  return sorted.map(({ from, to }) => ({ from, to }));
}

function refusePause(
  code: 'pause_ends_before_it_starts' | 'pause_before_start' | 'pauses_overlap',
  pauses: readonly Pause[],
  at: number,
): Refusal {
  const pause = pauses[at];
  const given = pause && `${pause.from}..${pause.to ?? ''}`;
  return refuse(code, { field: `pauses.${at}`, ...(given === undefined ? {} : { given }) });
}

/**
 * The end of a term with everything people must know about it. Never throws for an expected "no":
 * returns a refusal with a code and a sentence.
 */
export function computeDeadline(
  request: DeadlineRequest,
  ruleSet: RuleSet,
  calendar: WorkingCalendar,
): DeadlineAnswer | Refusal {
  const prepared = prepareTerm(request, ruleSet, calendar);
  if (isRefusal(prepared)) return prepared;
  const { rule, term } = prepared;
  const hour = hourDue(rule, term, request.startTime);
  const due = hour?.day ?? dueEpochDay(rule, term, calendar);
  if (due > LAST_EPOCH_DAY && due !== Infinity) {
    return refuse('impossible_date', {
      because: { vi: 'hạn rơi sau năm 9999', en: 'the term ends after the year 9999' },
    });
  }
  const dueOn = due === Infinity ? null : fromEpochDay(due);
  const dueAt = hour === undefined ? {} : { dueAt: hour.at };
  const certainty = certaintyOf(prepared, dueOn, calendar);
  const conflicts = conflictsOf(prepared, request, { ruleSet, calendar });
  const doubts = { ...certainty, ...conflicts };
  const words = explain({ prepared, request, ruleSet, calendar, dueOn, ...dueAt, ...doubts });
  return {
    ruleId: rule.id,
    ruleSet: ruleSet.version,
    dueOn,
    ...dueAt,
    ...dayAfter(rule, due),
    ...(dueOn === null ? openPause(rule, term, calendar) : {}),
    ...certainty,
    confidence: rule.confidence,
    basis: rule.basis,
    flags: flagsOf(prepared, request, due),
    ...conflicts,
    explanation: words.vi,
    explanationEn: words.en,
  };
}

/** Whether the date may still move, and to where. */
function certaintyOf(
  { rule, term }: PreparedTerm,
  dueOn: CivilDate | null,
  calendar: WorkingCalendar,
): Pick<DeadlineAnswer, 'isFinal' | 'alternatives' | 'warnings'> {
  const { missingYears, alternatives } = finalityOf(rule, term, calendar);
  return {
    isFinal: dueOn !== null && missingYears.length === 0 && alternatives.length === 0,
    ...(alternatives.length === 0 ? {} : { alternatives }),
    warnings: missingYears.map(calendarMissing),
  };
}

/** What takes effect after a term takes effect the day after its last day. */
function dayAfter(rule: CountableRule, due: number): Pick<DeadlineAnswer, 'effectiveFromOn'> {
  const isKnown = rule.bound === 'after' && due < LAST_EPOCH_DAY;
  return isKnown ? { effectiveFromOn: fromEpochDay(due + 1) } : {};
}

function calendarMissing(year: number): DeadlineWarning {
  return {
    code: 'calendar_missing',
    year,
    detail: {
      vi: `Chưa có lịch nghỉ lễ năm ${year}: chỉ tính thứ Hai đến thứ Sáu, kết quả tạm tính.`,
      en: `No calendar is published for ${year}: Monday to Friday only, the date is provisional.`,
    },
  };
}

/** The instant of a rule in hours, counted back from a known time of day. */
function hourDue(
  rule: CountableRule,
  term: Term,
  startTime: string | undefined,
): { readonly day: number; readonly at: string } | undefined {
  if (rule.unit !== 'hour' || startTime === undefined) return undefined;
  const minuteOfDay = Number(startTime.slice(0, 2)) * 60 + Number(startTime.slice(3));
  const direction = rule.bound === 'min_before' ? -1 : 1;
  const minute = term.start * 1440 + minuteOfDay + direction * rule.amount * 60;
  const day = Math.floor(minute / 1440);
  const left = minute - day * 1440;
  const clock = [Math.floor(left / 60), left % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return { day, at: `${fromEpochDay(day)}T${clock}+07:00` };
}

/** What is known of a clock that stands still: since when, and how many days it still has. */
function openPause(
  rule: CountableRule,
  term: Term,
  calendar: WorkingCalendar,
): Pick<DeadlineAnswer, 'pausedSince' | 'remainingDays'> {
  const open = term.pauses.find((pause) => pause.to === Infinity);
  if (open === undefined) return {};
  const closed = term.pauses.filter((pause) => pause.to !== Infinity);
  const end = lastCountedDay(rule, { ...term, pauses: closed }, calendar);
  const left =
    rule.unit === 'calendar_day' ? end - open.from : calendar.workingDaysBetween(open.from, end);
  return { pausedSince: fromEpochDay(open.from), remainingDays: Math.max(0, left) };
}

/** What the rows that say something else about the same step would give, whichever of the two names the other. */
function conflictsOf(
  { rule }: PreparedTerm,
  request: DeadlineRequest,
  law: { readonly ruleSet: RuleSet; readonly calendar: WorkingCalendar },
): Pick<DeadlineAnswer, 'conflictsWith'> {
  const conflictsWith = rivalsOf(rule, law.ruleSet).flatMap((id) => {
    const asked = { rule: id, start: request.start, pauses: request.pauses ?? [] };
    const other = prepareTerm(asked, law.ruleSet, law.calendar);
    if (isRefusal(other)) return [];
    const due = dueEpochDay(other.rule, other.term, law.calendar);
    if (due > LAST_EPOCH_DAY && due !== Infinity) return [];
    return [{ rule: id, dueOn: due === Infinity ? null : fromEpochDay(due) }];
  });
  return conflictsWith.length === 0 ? {} : { conflictsWith };
}
