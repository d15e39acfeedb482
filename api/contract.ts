/** Shapes of the API's answers, one zod schema each; OpenAPI and the page's client come from these. */
import { z } from 'zod';
import { ROLE_NAMES } from '../domain/actors';
import { EVENT_TYPES } from '../domain/events';
import { Uuid } from '../domain/ids';

const On = z.iso.date();

export const Label = z.object({ vi: z.string(), en: z.string() });

const FieldFault = z.object({
  path: z.string(),
  message: z.string(),
  /** What is wrong with the value alone: `missing`, `too_long` or zod's code; absent for a rule of the office. */
  code: z.string().optional(),
  /** The limit a value or its length broke. */
  limit: z.number().optional(),
});

/**
 * RFC 9457. `code` is the machine's word for what went wrong; `detail` says it in Vietnamese and English,
 * `details` the same apart; `errors` names the fields at fault.
 */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    details: Label,
    code: z.string(),
    instance: z.string().optional(),
    errors: z.array(FieldFault).optional(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export const OfficerView = z
  .object({
    officerId: Uuid,
    userName: z.string(),
    name: z.string(),
    role: z.enum(ROLE_NAMES),
    roleLabel: Label,
  })
  .meta({ id: 'Officer' });

export const SessionView = z
  .object({
    officer: OfficerView,
    office: z.object({
      officeId: Uuid,
      name: z.string(),
      province: z.string(),
      isDemo: z.boolean(),
    }),
  })
  .meta({ id: 'Session' });

/** What people must know about a due date before they rely on it. */
const DateDoubts = z.object({
  /** False while a missing calendar year or an unconfirmed day may still move the date. */
  isFinal: z.boolean(),
  /** A source weaker than statute text, an open conflict, a warning of the office's own. */
  flags: z.array(Label),
  /** Where unconfirmed days would move the date once they are confirmed. */
  alternatives: z.array(z.object({ dueOn: On, ifConfirmed: z.array(On) })),
  /** What texts that say something else of this step would give. */
  conflictsWith: z.array(z.object({ ruleId: z.string(), basis: Label, dueOn: On.nullable() })),
  /** Years that have no calendar yet. */
  warnings: z.array(Label),
});
export type DateDoubts = z.infer<typeof DateDoubts>;

export const ClockView = DateDoubts.extend({
  clock: z.string(),
  label: Label,
  ruleId: z.string(),
  basis: Label,
  status: z.enum(['running', 'paused', 'met', 'dropped']),
  startedOn: On,
  dueOn: On.nullable(),
  isMissed: z.boolean(),
  /** Running and past its date today. */
  isOverdue: z.boolean(),
  /** The office's own warning, not a duty in law. */
  isInternal: z.boolean(),
  daysLeft: z.number().int().nullable(),
  confidence: z.string(),
}).meta({ id: 'Clock' });
export type ClockView = z.infer<typeof ClockView>;

export const CaseSummary = z
  .object({
    caseId: Uuid,
    reference: z.string(),
    kind: z.string(),
    state: z.string(),
    stateLabel: Label,
    isFinal: z.boolean(),
    version: z.number().int(),
    receivedOn: On,
    channel: z.string(),
    assignee: z.object({ officerId: Uuid, name: z.string() }).nullable(),
    nextDue: DateDoubts.extend({
      clock: z.string(),
      label: Label,
      dueOn: On,
      daysLeft: z.number().int(),
    }).nullable(),
    hasMissedDeadline: z.boolean(),
  })
  .meta({ id: 'CaseSummary' });
export type CaseSummary = z.infer<typeof CaseSummary>;

export const CaseView = CaseSummary.extend({
  complainants: z.number().int(),
  isRemoteArea: z.boolean(),
  ruleSet: z.string(),
  calendarVersion: z.number().int(),
  classification: z.object({ field: z.string(), competence: z.string() }).nullable(),
  findings: z.string().nullable(),
  conclusion: z.string().nullable(),
  clocks: z.array(ClockView),
  /** What the person asking may do now, in the order of the lifecycle table. */
  allowedCommands: z.array(z.string()),
  submission: z
    .object({
      complainantName: z.string(),
      address: z.string(),
      phone: z.string().nullable(),
      identityNumber: z.string().nullable(),
      respondent: z.string(),
      content: z.string(),
      request: z.string(),
    })
    .nullable(),
  documents: z.array(
    z.object({
      documentId: Uuid,
      fileName: z.string(),
      mediaType: z.string(),
      size: z.number().int(),
    }),
  ),
}).meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;

export const CaseList = z
  .object({ cases: z.array(CaseSummary), nextCursor: z.string().optional() })
  .meta({ id: 'CaseList' });

export const HistoryEvent = z
  .object({
    eventId: z.string(),
    sequence: z.number().int(),
    type: z.enum(EVENT_TYPES),
    label: Label,
    at: z.string(),
    on: On,
    actor: z.object({ officerId: z.string(), name: z.string(), role: z.enum(ROLE_NAMES) }),
    data: z.record(z.string(), z.unknown()),
    /** Field of `data` → the words its commitment stands for; absent once erased. */
    words: z.record(z.string(), z.string()),
    hash: z.string(),
  })
  .meta({ id: 'HistoryEvent' });

export const History = z
  .object({
    events: z.array(HistoryEvent),
    /** Whether every hash of this case was recomputed and found right just now. */
    isChainIntact: z.boolean(),
  })
  .meta({ id: 'History' });

export const Accepted = z
  .object({
    caseId: Uuid,
    commandId: Uuid,
    /** Where to look for the result. */
    location: z.string(),
  })
  .meta({ id: 'Accepted' });

/** A change of law: done (200), or recorded and on its way to the open cases (202). */
export const LawChangeAnswer = z
  .object({
    changeId: Uuid,
    /** The office's calendar version; absent until it is recorded. */
    version: z.number().int().optional(),
    /** Where to look how far it is. */
    location: z.string(),
  })
  .meta({ id: 'LawChange' });
