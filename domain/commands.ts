/**
 * What people may ask: imperative names, one definition read twice. `COMMAND_BODY` is what a person
 * sends (words as text); `CommandData` is what travels through Temporal (words replaced by TextRef).
 * Never import the schemas from workflow code: zod there halves the worker's throughput.
 */
import { z } from 'zod';
import type { Actor } from './actors';
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
import type { OfficeCalendar } from './events';
import type { DocumentRef, TextRef } from './ids';
import { On, Uuid } from './ids';

/** Longest text a person may write in one field, in characters: about forty printed pages. */
export const MAX_TEXT = 100_000;

/** Words a person writes: something to read, storable (no NUL, no half surrogate pair). */
export const Words = z
  .string()
  .trim()
  .min(1)
  .max(MAX_TEXT)
  .refine((text) => !/\u0000|\p{Surrogate}/u.test(text), {
    message: 'must be well-formed text without NUL characters',
  })
  .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), {
    message: 'must hold something that can be read',
  });

function fieldsOf<W extends z.ZodType>(words: W) {
  return {
    ClassifyCase: z.strictObject({
      field: z.enum(keysOf(COMPLAINT_FIELDS)),
      competence: z.enum(keysOf(COMPETENCE)),
    }),
    AcceptCase: z.strictObject({}),
    RefuseCase: z.strictObject({ ground: z.enum(keysOf(REFUSAL_GROUNDS)), reason: words }),
    GuideCase: z.strictObject({ to: z.enum(keysOf(OTHER_BODIES)), guidance: words }),
    TransferCase: z.strictObject({ to: z.enum(keysOf(OTHER_BODIES)), reason: words }),
    AssignCase: z.strictObject({ officerId: Uuid }),
    ReassignCase: z.strictObject({ officerId: Uuid, reason: words }),
    ReportVerification: z.strictObject({ findings: z.enum(keysOf(FINDINGS)), report: words }),
    ScheduleDialogue: z.strictObject({ dialogueOn: On }),
    SendNotice: z.strictObject({ notice: z.enum(keysOf(NOTICES)) }),
    RecordDialogue: z.strictObject({ attendance: z.enum(keysOf(ATTENDANCE)), minutes: words }),
    ExtendResolution: z.strictObject({
      criteria: z
        .array(z.enum(keysOf(COMPLEXITY_CRITERIA)))
        .max(7)
        .refine((letters) => new Set(letters).size === letters.length, {
          message: 'must not name a criterion twice',
        }),
      days: z.number().int().positive().max(365),
      reason: words,
    }),
    SuspendResolution: z.strictObject({
      ground: z.enum(keysOf(SUSPENSION_GROUNDS)),
      reason: words,
    }),
    ResumeResolution: z.strictObject({ reason: words }),
    IssueDecision: z.strictObject({
      conclusion: z.enum(keysOf(CONCLUSIONS)),
      outcome: z.enum(keysOf(OUTCOMES)),
      decision: words,
    }),
    SendDecision: z.strictObject({
      recipients: z.array(z.enum(keysOf(RECIPIENTS))).min(1),
    }),
    PublishDecision: z.strictObject({ channel: z.enum(keysOf(PUBLICATION_CHANNELS)) }),
    CloseCase: z.strictObject({}),
    WithdrawCase: z.strictObject({ letter: words }),
    AddNote: z.strictObject({ note: words }),
  };
}

/** Commands a person gives by name on an existing case, as sent. */
export const COMMAND_BODY = fieldsOf(Words);

/** Fields of a command that hold a person's words. */
export function wordsFieldsOf(command: CommandName): string[] {
  return Object.entries(COMMAND_BODY[command].shape).flatMap(([field, schema]) =>
    (schema as unknown) === Words ? [field] : [],
  );
}

/** What a person enters when a complaint comes in (LKN Điều 8.2; Điều 8.4 for groups). */
export const ReceiveCaseBody = z.strictObject({
  kind: z.enum(['complaint']),
  channel: z.enum(keysOf(CHANNELS)),
  receivedOn: On,
  complainants: z.number().int().min(1).max(10_000),
  isRemoteArea: z.boolean().default(false),
  submission: z.strictObject({
    complainantName: Words.pipe(z.string().max(200)),
    address: Words.pipe(z.string().max(500)),
    phone: z
      .string()
      .regex(/^\+?[0-9][0-9 .-]{6,18}$/)
      .optional(),
    /** CCCD: twelve digits. */
    identityNumber: z
      .string()
      .regex(/^[0-9]{12}$/)
      .optional(),
    respondent: Words.pipe(z.string().max(300)),
    content: Words,
    request: Words.pipe(z.string().max(10_000)),
  }),
});
export type ReceiveCaseBody = z.infer<typeof ReceiveCaseBody>;

export type CommandName = keyof typeof COMMAND_BODY;
export const COMMAND_NAMES = Object.keys(COMMAND_BODY) as [CommandName, ...CommandName[]];

type TravellingFields = ReturnType<typeof fieldsOf<typeof TextRef>>;

/** Data of every command as it travels, the ones no form offers included. */
export type CommandData = {
  [C in CommandName]: z.infer<TravellingFields[C]>;
} & {
  ReceiveCase: Omit<ReceiveCaseBody, 'submission'> & {
    submissionId: string;
    submissionCommitment: string;
    ruleSet: string;
    calendar: OfficeCalendar;
  };
  AttachDocument: { document: DocumentRef };
  ApplyCalendar: { calendar: OfficeCalendar };
  ChangeRuleSet: { ruleSet: string };
  RingAlarm: Record<string, never>;
};

export type CommandType = keyof CommandData;

/** One request to change one case. */
export type Command = {
  [C in CommandType]: {
    type: C;
    data: CommandData[C];
    /** UUID; the same id twice is the same request. */
    commandId: string;
    actor: Actor;
    /** The case version the person saw; absent means "whatever it is now". */
    expectedVersion?: number;
  };
}[CommandType];
