/**
 * What happened: past tense, versioned, one zod schema per event. A published version is never edited;
 * add the next one and an upcast in messaging/envelope.ts. Events outlive people's data: ids, classes,
 * dates and salted commitments only, never a person's words, name, address or number.
 */
import { z } from 'zod';
import { ROLE_NAMES } from './actors';
import type { CivilDate } from './civil-date';
import {
  ATTENDANCE,
  CHANNELS,
  COMPETENCE,
  COMPLAINT_FIELDS,
  COMPLEXITY_CRITERIA,
  CONCLUSIONS,
  FINDINGS,
  keysOf,
  NOTICES,
  OTHER_BODIES,
  OUTCOMES,
  PUBLICATION_CHANNELS,
  RECIPIENTS,
  REFUSAL_GROUNDS,
  SUSPENSION_GROUNDS,
} from './codes';
import { DocumentRef, On, TextRef, Uuid } from './ids';

/** One day that an office's calendar adds to, or settles in, the shipped calendar. */
export const CalendarDayEntry = z.strictObject({
  date: On,
  kind: z.enum(['holiday', 'compensatory_off', 'swapped_off', 'swapped_work', 'local_closure']),
  status: z.enum(['confirmed', 'rejected']),
  name: z.string().min(1).max(200),
  /** Number and title of the document that says so. */
  document: z.string().min(1).max(300),
  /** The date that document became known to the office. */
  knownOn: On,
});
export type CalendarDayEntry = z.infer<typeof CalendarDayEntry>;

/** An office's calendar days, numbered by how many times they changed. */
export const OfficeCalendar = z.strictObject({
  version: z.number().int().nonnegative(),
  days: z.array(CalendarDayEntry),
});
export type OfficeCalendar = z.infer<typeof OfficeCalendar>;

/** Why a due date moved. */
export const MOVE_CAUSES = [
  'extension',
  'suspension',
  'resumption',
  'calendar',
  'rule_set',
  'reschedule',
] as const;

const clock = { clock: z.string(), ruleId: z.string() };

/** Event type → schema of its data, all at version 1. */
export const EVENT_DATA = {
  CaseReceived: z.strictObject({
    kind: z.enum(['complaint']),
    reference: z.string(),
    channel: z.enum(keysOf(CHANNELS)),
    receivedOn: On,
    complainants: z.number().int().positive(),
    isRemoteArea: z.boolean(),
    submissionId: Uuid,
    submissionCommitment: TextRef.shape.commitment,
    ruleSet: z.string(),
    calendar: OfficeCalendar,
  }),
  CaseClassified: z.strictObject({
    field: z.enum(keysOf(COMPLAINT_FIELDS)),
    competence: z.enum(keysOf(COMPETENCE)),
  }),
  CaseAccepted: z.strictObject({}),
  CaseRefused: z.strictObject({ ground: z.enum(keysOf(REFUSAL_GROUNDS)), reason: TextRef }),
  CaseGuided: z.strictObject({ to: z.enum(keysOf(OTHER_BODIES)), guidance: TextRef }),
  CaseTransferred: z.strictObject({ to: z.enum(keysOf(OTHER_BODIES)), reason: TextRef }),
  CaseAssigned: z.strictObject({ officerId: Uuid }),
  CaseReassigned: z.strictObject({ from: Uuid, officerId: Uuid, reason: TextRef }),
  VerificationReported: z.strictObject({ findings: z.enum(keysOf(FINDINGS)), report: TextRef }),
  DialogueScheduled: z.strictObject({ dialogueOn: On }),
  NoticeSent: z.strictObject({ notice: z.enum(keysOf(NOTICES)) }),
  DialogueHeld: z.strictObject({ attendance: z.enum(keysOf(ATTENDANCE)), minutes: TextRef }),
  ResolutionExtended: z.strictObject({
    ground: z.enum(['complex']),
    criteria: z.array(z.enum(keysOf(COMPLEXITY_CRITERIA))),
    days: z.number().int().positive(),
    reason: TextRef,
  }),
  ResolutionSuspended: z.strictObject({
    ground: z.enum(keysOf(SUSPENSION_GROUNDS)),
    reason: TextRef,
  }),
  ResolutionResumed: z.strictObject({ reason: TextRef }),
  DecisionIssued: z.strictObject({
    conclusion: z.enum(keysOf(CONCLUSIONS)),
    outcome: z.enum(keysOf(OUTCOMES)),
    decision: TextRef,
  }),
  DecisionSent: z.strictObject({ recipients: z.array(z.enum(keysOf(RECIPIENTS))) }),
  DecisionPublished: z.strictObject({ channel: z.enum(keysOf(PUBLICATION_CHANNELS)) }),
  CaseClosed: z.strictObject({}),
  CaseWithdrawn: z.strictObject({ letter: TextRef }),
  NoteAdded: z.strictObject({ note: TextRef }),
  DocumentAttached: z.strictObject({ document: DocumentRef }),
  DeadlineSet: z.strictObject({ ...clock, startedOn: On, dueOn: On, isFinal: z.boolean() }),
  DeadlinePaused: z.strictObject({ ...clock }),
  DeadlineMoved: z.strictObject({
    ...clock,
    from: On.nullable(),
    to: On,
    cause: z.enum(MOVE_CAUSES),
    /** The documents behind a calendar's change. */
    documents: z.array(z.string()),
  }),
  DeadlineMet: z.strictObject({ ...clock, dueOn: On.nullable(), isLate: z.boolean() }),
  DeadlineDropped: z.strictObject({ ...clock }),
  DeadlineWarned: z.strictObject({ ...clock, dueOn: On, daysLeft: z.number().int() }),
  DeadlineMissed: z.strictObject({ ...clock, dueOn: On }),
  CaseEscalated: z.strictObject({ clock: z.string(), to: z.enum(ROLE_NAMES) }),
  CalendarApplied: z.strictObject({ calendar: OfficeCalendar }),
  RuleSetChanged: z.strictObject({ from: z.string(), to: z.string() }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

export const EVENT_TYPES = Object.keys(EVENT_DATA) as [EventType, ...EventType[]];

/** Version of every event's data; raise one by adding its next schema. */
export const EVENT_VERSION = 1;

/**
 * What `decide` says happened. The reference number of a new case is the one thing the store gives,
 * because numbers are counted per office inside the recording transaction.
 */
export type Fact = {
  [T in EventType]: {
    type: T;
    data: T extends 'CaseReceived' ? Omit<EventData<T>, 'reference'> : EventData<T>;
  };
}[EventType];

/** What is known of every recorded event besides its data. */
export interface EventEnvelope {
  /** `<caseId>:<sequence>`, unique over all time. */
  eventId: string;
  caseId: string;
  officeId: string;
  /** 1, 2, 3 … per case without a gap; the case's version is its last one. */
  sequence: number;
  version: number;
  /** Instant, ISO 8601 UTC. */
  at: string;
  /** The same instant as a civil date of the office. */
  on: CivilDate;
  actor: { officerId: string; role: (typeof ROLE_NAMES)[number] };
  commandId: string;
}

export type RecordedEvent = {
  [T in EventType]: EventEnvelope & { type: T; data: EventData<T> };
}[EventType];
