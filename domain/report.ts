/**
 * Folds events into the reporting lines of a case (step 12). Pure: the projector and the rebuild fold the
 * same events to the same lines. What `evolve` already knows is taken from it, not worked out again.
 */
import type { Case } from './case';
import type { CivilDate } from './civil-date';
import type { EventData, RecordedEvent } from './events';
import { evolve } from './evolve';
import { KINDS } from './kinds';
import { isFinalState } from './lifecycle';
import { CURRENT_RULE_SET, ruleById, rulesFor } from './rules';

/** One run of one clock; a step that happens again starts the next run. */
export interface ReportClock {
  clock: string;
  /** 1, 2, 3 … per case and clock. */
  run: number;
  ruleId: string;
  /** An internal warning or target: never counted as kept or broken. */
  isInternal: boolean;
  status: 'running' | 'paused' | 'met' | 'dropped';
  startedOn: CivilDate;
  /** Null while paused. */
  dueOn: CivilDate | null;
  metOn: CivilDate | null;
  /** Met after its date. */
  isLate: boolean;
  /** Its date passed before it was met; stays true when it is met at last. */
  isMissed: boolean;
}

/** Everything reports know of one case. */
export interface CaseReport {
  current: Case;
  /** Instant of the last event folded in, ISO 8601 UTC. */
  lastEventAt: string;
  /** The day it reached a final state, whichever; null while open. */
  closedOn: CivilDate | null;
  outcome: EventData<'DecisionIssued'>['outcome'] | null;
  /** Every run of every clock, in the order they started. */
  clocks: ReportClock[];
}

/**
 * The report after one more event.
 *
 * @param before undefined for the first event, which must be `CaseReceived`
 * @throws Error when it is not; the caller checks that sequences follow each other
 */
export function reportAfter(before: CaseReport | undefined, event: RecordedEvent): CaseReport {
  const current = evolve(before?.current, event);
  const isFinal = isFinalState(KINDS[current.kind], current.state);
  return {
    current,
    lastEventAt: event.at,
    closedOn: isFinal ? (before?.closedOn ?? event.on) : null,
    outcome: event.type === 'DecisionIssued' ? event.data.outcome : (before?.outcome ?? null),
    clocks: clocksAfter(before?.clocks ?? [], current, event),
  };
}

function clocksAfter(clocks: ReportClock[], current: Case, event: RecordedEvent): ReportClock[] {
  if (event.type === 'DeadlineSet') return [...clocks, started(clocks, current, event.data)];
  const change = changeOf(event);
  if (!change) return clocks;
  const index = clocks.findLastIndex((line) => line.clock === change.clock);
  return clocks.map((line, at) => (at === index ? { ...line, ...change } : line));
}

function started(
  clocks: ReportClock[],
  current: Case,
  data: EventData<'DeadlineSet'>,
): ReportClock {
  const { clock, ruleId, startedOn, dueOn } = data;
  return {
    clock,
    run: clocks.filter((line) => line.clock === clock).length + 1,
    ruleId,
    isInternal: isInternal(current, clock, ruleId),
    status: 'running',
    startedOn,
    dueOn,
    metOn: null,
    isLate: false,
    isMissed: false,
  };
}

/** Said by the rule's row, or by a clock that escalates to nobody: neither is a duty in law. */
function isInternal(current: Case, clock: string, ruleId: string): boolean {
  const spec = KINDS[current.kind].clocks.find((candidate) => candidate.id === clock);
  if (spec?.escalatesTo === null) return true;
  const ruleSet = rulesFor(current.ruleSet);
  return ruleSet !== undefined && ruleById(ruleSet, ruleId)?.internal === true;
}

function changeOf(
  event: RecordedEvent,
): (Pick<ReportClock, 'clock'> & Partial<ReportClock>) | undefined {
  switch (event.type) {
    case 'DeadlinePaused':
      return { clock: event.data.clock, status: 'paused', dueOn: null };
    case 'DeadlineMoved': {
      const { clock, ruleId, to } = event.data;
      return { clock, ruleId, status: 'running', dueOn: to };
    }
    case 'DeadlineMet': {
      const { clock, isLate } = event.data;
      return { clock, status: 'met', metOn: event.on, isLate };
    }
    case 'DeadlineDropped':
      return { clock: event.data.clock, status: 'dropped' };
    case 'DeadlineMissed':
      return { clock: event.data.clock, isMissed: true };
    default:
      return undefined;
  }
}

/** Two numbers whose quotient is the on-time rate. */
export interface OnTime {
  /** Duties in law met within their date. */
  onTime: number;
  /** Duties in law met or missed; those still running within their date are not settled yet. */
  settled: number;
}

/** Counts the duties in law of these lines. A dropped clock that was missed before still counts. */
export function countOnTime(clocks: readonly ReportClock[]): OnTime {
  const settled = clocks.filter(
    (line) => !line.isInternal && (line.status === 'met' || line.isMissed),
  );
  const onTime = settled.filter((line) => line.status === 'met' && !line.isLate && !line.isMissed);
  return { onTime: onTime.length, settled: settled.length };
}

/** The on-time rate aimed for, in percent, with the rule that names it; undefined when none does. */
export function onTimeGoal(): { percent: number; ruleId: string; basis: string } | undefined {
  const rules = rulesFor(CURRENT_RULE_SET)?.clocks ?? [];
  const rule = rules.find((row) => row.stage === 'on_time_rate' && row.bound === 'goal');
  const percent = rule?.amount ?? null;
  return rule && percent !== null ? { percent, ruleId: rule.id, basis: rule.basis } : undefined;
}
