/**
 * The clocks of a case, derived from its milestones, extensions and suspension ledger: which run, which
 * are paused, when each is due, which alarm is next. "Overdue" is derived here; `DeadlineMissed` is the
 * fact that stays. Deadlines themselves are counted in deadlines.ts.
 */
import type { Case, ClockRecord, Milestone } from './case';
import type { CivilDate } from './civil-date';
import { endOfDayInstant, fromEpochDay, toEpochDay } from './civil-date';
import { dueEpochDay } from './deadline-arithmetic';
import { finalityOf } from './deadline-finality';
import type { Refusal } from './refusals';
import { isRefusal } from './refusals';
import type { DeadlineRequest } from './deadline-request';
import { prepareTerm } from './deadlines';
import type { EventData, Fact } from './events';
import { KINDS } from './kinds';
import type { Law } from './law';
import { documentsBetween, lawOf } from './law';
import type { ClockSpec } from './lifecycle';
import { selectRule } from './rules';

const MS_PER_DAY = 86_400_000;

export type MoveCause = EventData<'DeadlineMoved'>['cause'];

/** A clock as it stands now. */
export interface DerivedClock {
  ruleId: string;
  startedOn: CivilDate;
  status: 'running' | 'paused' | 'met' | 'dropped';
  /** Null unless running. */
  dueOn: CivilDate | null;
  isFinal: boolean;
}

/**
 * What the deadline engine is asked for this clock, or undefined while it has not started, does not
 * apply, or no rule of its stage was in force on the start date.
 */
export function requestFor(
  spec: ClockSpec,
  current: Case,
  law: Law | undefined = lawOf(current),
): DeadlineRequest | undefined {
  const startedOn = current.milestones[spec.startsOn];
  if (!startedOn || !law || (spec.appliesTo && !spec.appliesTo(current))) return undefined;
  const rule = selectRule(law.ruleSet, stageOf(spec, current), startedOn, spec.caseType);
  if (isRefusal(rule)) return undefined;
  return {
    rule: rule.id,
    start: startedOn,
    ...(spec.isPausedBySuspension ? { pauses: current.suspensions } : {}),
    ...(spec.isExtendable ? { extensions: current.extensions } : {}),
  };
}

function stageOf({ stage, remoteStage }: ClockSpec, { isRemoteArea }: Case): string {
  return isRemoteArea ? (remoteStage ?? stage) : stage;
}

/** The date a started clock has under a law, whatever became of it since. */
export interface ClockDue {
  ruleId: string;
  startedOn: CivilDate;
  /** Null while an open suspension holds it. */
  dueOn: CivilDate | null;
  isFinal: boolean;
}

/**
 * Date and finality only: the sentences of `computeDeadline` would cost more than the counting. Undefined
 * when the clock does not run under this law; a refusal when the case did what this law does not allow.
 */
export function clockDue(
  spec: ClockSpec,
  current: Case,
  law: Law | undefined = lawOf(current),
): ClockDue | Refusal | undefined {
  const request = requestFor(spec, current, law);
  if (!request || !law) return undefined;
  const prepared = prepareTerm(request, law.ruleSet, law.calendar);
  if (isRefusal(prepared)) return prepared;
  const { rule, term } = prepared;
  const due = dueEpochDay(rule, term, law.calendar);
  const { missingYears, alternatives } = finalityOf(rule, term, law.calendar);
  return {
    ruleId: request.rule,
    startedOn: request.start,
    dueOn: due === Infinity ? null : fromEpochDay(due),
    isFinal: due !== Infinity && missingYears.length === 0 && alternatives.length === 0,
  };
}

/** The clock as the case's milestones make it; undefined when it never started. */
export function deriveClock(spec: ClockSpec, current: Case): DerivedClock | undefined {
  const status = clockStatus(spec, current);
  if (status === 'running') {
    const due = clockDue(spec, current);
    return !due || isRefusal(due) ? undefined : { ...due, status };
  }
  const request = requestFor(spec, current);
  if (!request) return undefined;
  const { rule: ruleId, start: startedOn } = request;
  return { ruleId, startedOn, status, dueOn: null, isFinal: false };
}

/** What became of a clock that has started. */
export function clockStatus(spec: ClockSpec, current: Case): DerivedClock['status'] {
  const has = (names: readonly Milestone[]): boolean =>
    names.some((name) => current.milestones[name] !== undefined);
  if (has(spec.stopsOn)) return 'met';
  if (has(spec.dropsOn)) return 'dropped';
  const isPaused = spec.isPausedBySuspension && current.suspensions.some((pause) => !pause.to);
  return isPaused ? 'paused' : 'running';
}

/**
 * The facts about clocks that a change of the case brings: what started, paused, moved, was met,
 * missed or dropped. `today` is the date of the change; `cause` names why a running date moved.
 */
export function clockFacts(
  before: Case | undefined,
  after: Case,
  today: CivilDate,
  cause: MoveCause,
): Fact[] {
  return KINDS[after.kind].clocks.flatMap((spec) => {
    const now = deriveClock(spec, after);
    if (!now) return [];
    return factsOf(spec, before?.clocks[spec.id], now, { today, cause, before, after });
  });
}

interface Change {
  today: CivilDate;
  cause: MoveCause;
  before: Case | undefined;
  after: Case;
}

function factsOf(
  spec: ClockSpec,
  record: ClockRecord | undefined,
  now: DerivedClock,
  change: Change,
): Fact[] {
  // A clock that was met or dropped and runs now has started again.
  if (!isOpen(record)) return now.status === 'running' ? [started(spec, now)] : [];
  const clock = { clock: spec.id, ruleId: now.ruleId };
  switch (now.status) {
    case 'dropped':
      return [{ type: 'DeadlineDropped', data: clock }];
    case 'met':
      return met(spec, record, clock, change.today);
    case 'paused':
      return record.status === 'paused' ? [] : [{ type: 'DeadlinePaused', data: clock }];
    case 'running':
      return moved(record, now, change).map((data) => ({
        type: 'DeadlineMoved',
        data: { ...clock, ...data },
      }));
  }
}

function isOpen(record: ClockRecord | undefined): record is ClockRecord {
  return record?.status === 'running' || record?.status === 'paused';
}

function moved(
  record: ClockRecord,
  now: DerivedClock,
  { cause, before, after }: Change,
): Omit<EventData<'DeadlineMoved'>, 'clock' | 'ruleId'>[] {
  if (now.dueOn === null || now.dueOn === record.dueOn) return [];
  const documents = cause === 'calendar' ? documentsBetween(before?.calendar, after.calendar) : [];
  return [{ from: record.dueOn, to: now.dueOn, cause, documents }];
}

function started(spec: ClockSpec, now: DerivedClock): Fact {
  const { ruleId, startedOn, isFinal } = now;
  return {
    type: 'DeadlineSet',
    data: { clock: spec.id, ruleId, startedOn, dueOn: now.dueOn ?? startedOn, isFinal },
  };
}

/** A step done after its date records the miss first, should no alarm have come in between. */
function met(
  spec: ClockSpec,
  record: ClockRecord,
  clock: { clock: string; ruleId: string },
  today: CivilDate,
): Fact[] {
  const { dueOn } = record;
  const isLate = spec.escalatesTo !== null && dueOn !== null && today > dueOn;
  const missed: Fact[] =
    isLate && !record.isMissed ? [{ type: 'DeadlineMissed', data: { ...clock, dueOn } }] : [];
  return [...missed, { type: 'DeadlineMet', data: { ...clock, dueOn, isLate } }];
}

interface Alarm {
  /** Epoch milliseconds. */
  at: number;
  facts: Fact[];
}

/**
 * Alarms of one running clock that still mean something: a warning says how many days are left, so one
 * less urgent than what was already recorded is never given, and none after a miss.
 */
function alarmsOf(spec: ClockSpec, record: ClockRecord): Alarm[] {
  if (record.status !== 'running' || record.dueOn === null || record.isMissed) return [];
  const { dueOn } = record;
  const clock = { clock: spec.id, ruleId: record.ruleId };
  const warnedAt = Math.min(Infinity, ...record.warnedAt);
  const warnings = spec.warnAtDaysLeft
    .filter((daysLeft) => daysLeft < warnedAt)
    .map((daysLeft): Alarm => ({
      // 07:00 in the office is 00:00 UTC of the same civil date.
      at: (toEpochDay(dueOn) - daysLeft) * MS_PER_DAY,
      facts: [{ type: 'DeadlineWarned', data: { ...clock, dueOn, daysLeft } }],
    }));
  if (spec.escalatesTo === null) return warnings;
  const miss: Alarm = {
    at: endOfDayInstant(dueOn),
    facts: [
      { type: 'DeadlineMissed', data: { ...clock, dueOn } },
      { type: 'CaseEscalated', data: { clock: spec.id, to: spec.escalatesTo } },
    ],
  };
  return [...warnings, miss];
}

/** Alarms of every clock, earliest first within each. */
function alarms(current: Case): Alarm[][] {
  const { clocks } = KINDS[current.kind];
  return clocks.map((spec) => {
    const record = current.clocks[spec.id];
    const own = record ? alarmsOf(spec, record) : [];
    return own.sort((left, right) => left.at - right.at);
  });
}

/** Epoch milliseconds of the next alarm; a date already past is returned as it is. Infinity if none. */
export function nextAlarmAt(current: Case): number {
  return Math.min(Infinity, ...alarms(current).flatMap(([first]) => (first ? [first.at] : [])));
}

/**
 * What the alarms due at or before `now` (epoch ms) mean: of each clock only the last one, because a
 * warning of three days left is false on the day after the miss. Never empty when `nextAlarmAt` ≤ now.
 */
export function alarmFacts(current: Case, now: number): Fact[] {
  return alarms(current)
    .flatMap((own) => own.filter((alarm) => alarm.at <= now).slice(-1))
    .sort((left, right) => left.at - right.at)
    .flatMap((alarm) => alarm.facts);
}

/** The open clock that is due first, for lists; undefined when nothing runs. */
export function nextDue(current: Case): { clock: string; dueOn: CivilDate } | undefined {
  const open = KINDS[current.kind].clocks
    .filter((spec) => spec.escalatesTo !== null)
    .map((spec) => ({ clock: spec.id, record: current.clocks[spec.id] }))
    .flatMap(({ clock, record }) =>
      record?.status === 'running' && record.dueOn !== null ? [{ clock, dueOn: record.dueOn }] : [],
    );
  return open.sort((left, right) => (left.dueOn < right.dueOn ? -1 : 1))[0];
}
