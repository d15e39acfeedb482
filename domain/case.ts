/**
 * A case as its events tell it; `evolve.ts` is the only thing that changes one.
 * `Case` is one shape with optional parts, not a union by state: see docs/decisions/0012.
 */
import type { CivilDate } from './civil-date';
import type { EventData, OfficeCalendar } from './events';

export type KindName = EventData<'CaseReceived'>['kind'];

/** A date a clock may start or stop on; set by events in `evolve.ts`. */
export type Milestone =
  | 'received'
  | 'accepted'
  | 'refused'
  | 'guided'
  | 'transferred'
  | 'dialogue'
  | 'dialogue_notice'
  | 'suspended'
  | 'suspension_notice'
  | 'resumed'
  | 'resumption_notice'
  | 'decided'
  | 'sent'
  | 'withdrawn';

/** A clock as the recorded facts left it. Dates are civil dates of the office. */
export interface ClockRecord {
  ruleId: string;
  startedOn: CivilDate;
  /** Null while paused: the date depends on when the suspension ends. */
  dueOn: CivilDate | null;
  status: 'running' | 'paused' | 'met' | 'dropped';
  isMissed: boolean;
  /** Days-left levels already warned at for this due date. */
  warnedAt: number[];
}

export interface Case {
  caseId: string;
  officeId: string;
  kind: KindName;
  reference: string;
  state: string;
  /** Sequence of the last event folded in. */
  version: number;
  channel: EventData<'CaseReceived'>['channel'];
  complainants: number;
  isRemoteArea: boolean;
  submissionId: string;
  ruleSet: string;
  calendar: OfficeCalendar;
  milestones: Partial<Record<Milestone, CivilDate>>;
  suspensions: { from: CivilDate; to?: CivilDate }[];
  extensions: { ground: string; days: number; decidedOn: CivilDate; criteria?: string[] }[];
  clocks: Record<string, ClockRecord>;
  classification?: EventData<'CaseClassified'>;
  assigneeId?: string;
  findings?: EventData<'VerificationReported'>['findings'];
  dialogueAttendance?: EventData<'DialogueHeld'>['attendance'];
  conclusion?: EventData<'DecisionIssued'>['conclusion'];
  stateBeforeSuspension?: string;
}
