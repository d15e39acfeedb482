/**
 * Folds one recorded event into a case; nothing else changes a case. Pure: the workflow, the store and
 * the verifier fold the same events to the same value.
 */
import type { Case, ClockRecord, Milestone } from './case';
import type { RecordedEvent } from './events';
import { KINDS } from './kinds';

/** The parts of a recorded event that folding needs. */
export type FoldableEvent = {
  [T in RecordedEvent['type']]: Pick<
    Extract<RecordedEvent, { type: T }>,
    'type' | 'data' | 'on' | 'sequence' | 'caseId' | 'officeId'
  >;
}[RecordedEvent['type']];

/** Milestones that an event sets to its own date. */
const MILESTONE_OF: Partial<Record<FoldableEvent['type'], Milestone>> = {
  CaseAccepted: 'accepted',
  CaseRefused: 'refused',
  CaseGuided: 'guided',
  CaseTransferred: 'transferred',
  ResolutionSuspended: 'suspended',
  ResolutionResumed: 'resumed',
  DecisionIssued: 'decided',
  DecisionSent: 'sent',
  CaseWithdrawn: 'withdrawn',
};

/** A step that happens again asks for its notice again. */
const NOTICE_REOPENED_BY: Partial<Record<FoldableEvent['type'], Milestone>> = {
  DialogueScheduled: 'dialogue_notice',
  ResolutionSuspended: 'suspension_notice',
  ResolutionResumed: 'resumption_notice',
};

function received(event: Extract<FoldableEvent, { type: 'CaseReceived' }>): Case {
  const { data } = event;
  return {
    caseId: event.caseId,
    officeId: event.officeId,
    kind: data.kind,
    reference: data.reference,
    state: KINDS[data.kind].initialState,
    version: event.sequence,
    channel: data.channel,
    complainants: data.complainants,
    isRemoteArea: data.isRemoteArea,
    submissionId: data.submissionId,
    ruleSet: data.ruleSet,
    calendar: data.calendar,
    milestones: { received: data.receivedOn },
    suspensions: [],
    extensions: [],
    clocks: {},
  };
}

function stateAfter(current: Case, event: FoldableEvent): string {
  const row = KINDS[current.kind].transitions.find(
    (candidate) => candidate.event === event.type && candidate.from.includes(current.state),
  );
  if (!row || row.to === 'same') return current.state;
  return row.to === 'before_suspension' ? (current.stateBeforeSuspension ?? current.state) : row.to;
}

function withMilestones(current: Case, event: FoldableEvent): Case['milestones'] {
  const reopened = NOTICE_REOPENED_BY[event.type];
  const own = MILESTONE_OF[event.type];
  if (!reopened && !own && event.type !== 'NoticeSent') return current.milestones;
  const kept = Object.entries(current.milestones).filter(([name]) => name !== reopened);
  const milestones: Case['milestones'] = Object.fromEntries(kept);
  if (own) milestones[own] = event.on;
  if (event.type === 'NoticeSent') milestones[`${event.data.notice}_notice`] = event.on;
  if (event.type === 'DialogueScheduled') milestones.dialogue = event.data.dialogueOn;
  return milestones;
}

/** What an event adds beside state, version and milestones. */
function details(current: Case, event: FoldableEvent): Partial<Case> {
  switch (event.type) {
    case 'CaseClassified':
      return { classification: event.data };
    case 'CaseAssigned':
    case 'CaseReassigned':
      return { assigneeId: event.data.officerId };
    case 'VerificationReported':
      return { findings: event.data.findings };
    case 'DialogueHeld':
      return { dialogueAttendance: event.data.attendance };
    case 'DecisionIssued':
      return { conclusion: event.data.conclusion };
    case 'CalendarApplied':
      return { calendar: event.data.calendar };
    case 'RuleSetChanged':
      return { ruleSet: event.data.to };
    default:
      return termDetails(current, event);
  }
}

/** Extensions, the suspension ledger and the clocks. */
function termDetails(current: Case, event: FoldableEvent): Partial<Case> {
  switch (event.type) {
    case 'ResolutionExtended': {
      const { ground, days, criteria } = event.data;
      // None were asked for before 1 July 2026, and an empty list is not a finding.
      const found = criteria.length === 0 ? {} : { criteria };
      const extension = { ground, days, decidedOn: event.on, ...found };
      return { extensions: [...current.extensions, extension] };
    }
    case 'ResolutionSuspended':
      return {
        stateBeforeSuspension: current.state,
        suspensions: [...current.suspensions, { from: event.on }],
      };
    case 'ResolutionResumed':
      return {
        suspensions: current.suspensions.map((pause) =>
          pause.to === undefined ? { ...pause, to: event.on } : pause,
        ),
      };
    default:
      return clockDetails(current, event);
  }
}

function clockDetails(current: Case, event: FoldableEvent): Partial<Case> {
  const change = clockChange(current, event);
  if (!change) return {};
  const [clock, record] = change;
  return { clocks: { ...current.clocks, [clock]: record } };
}

function clockChange(current: Case, event: FoldableEvent): [string, ClockRecord] | undefined {
  if (event.type === 'DeadlineSet') {
    const { clock, ruleId, startedOn, dueOn } = event.data;
    const fresh = { status: 'running', isMissed: false, warnedAt: [] } as const;
    return [clock, { ruleId, startedOn, dueOn, ...fresh, warnedAt: [] }];
  }
  if (!('clock' in event.data)) return undefined;
  const before = current.clocks[event.data.clock];
  if (!before) return undefined;
  return [event.data.clock, { ...before, ...clockPatch(before, event) }];
}

function clockPatch(before: ClockRecord, event: FoldableEvent): Partial<ClockRecord> {
  switch (event.type) {
    case 'DeadlinePaused':
      return { status: 'paused', dueOn: null };
    case 'DeadlineMoved': {
      const { to, ruleId } = event.data;
      // A date moved to today or later can be kept again, and missed again.
      const isMissed = before.isMissed && to < event.on;
      return { status: 'running', dueOn: to, ruleId, isMissed, warnedAt: [] };
    }
    case 'DeadlineMet':
      return { status: 'met' };
    case 'DeadlineDropped':
      return { status: 'dropped' };
    case 'DeadlineWarned':
      return { warnedAt: [...before.warnedAt, event.data.daysLeft] };
    case 'DeadlineMissed':
      return { isMissed: true };
    default:
      return {};
  }
}

/**
 * The case after one more event.
 *
 * @throws Error when an event other than `CaseReceived` comes first: a broken history, never a user's
 *   mistake.
 */
export function evolve(current: Case | undefined, event: FoldableEvent): Case {
  if (event.type === 'CaseReceived') return received(event);
  if (!current) throw new Error(`history of ${event.caseId} does not begin with CaseReceived`);
  return {
    ...current,
    ...details(current, event),
    state: stateAfter(current, event),
    version: event.sequence,
    milestones: withMilestones(current, event),
  };
}

/** The case that a whole history tells. */
export function foldCase(events: readonly FoldableEvent[]): Case | undefined {
  return events.reduce<Case | undefined>((current, event) => evolve(current, event), undefined);
}
