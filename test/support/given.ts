/**
 * The grammar of domain tests: `given(events).when(command, on).then(facts)` or `.refused(code)`.
 * No mocks, no database: a lawyer can read one. Dates are `YYYY-MM-DD`; an instant adds office time,
 * `2026-07-13T23:59`. `lived` makes a history by giving commands, for tests whose subject comes later.
 */
import type { Actor, Role } from '../../domain/actors';
import type { Case } from '../../domain/case';
import type { CivilDate } from '../../domain/civil-date';
import { civilDateAt, parseCivilDate } from '../../domain/civil-date';
import type { Command, CommandData, CommandType } from '../../domain/commands';
import { decide } from '../../domain/decide';
import type { Decision } from '../../domain/decide';
import type { EventData, EventType, Fact } from '../../domain/events';
import { evolve } from '../../domain/evolve';
import type { FoldableEvent } from '../../domain/evolve';
import type { RefusalCode } from '../../domain/refusals';
import { isRefusal, refuse } from '../../domain/refusals';
import { CURRENT_RULE_SET } from '../../domain/rules';

export const IDENTITY = {
  caseId: '0197a000-0000-7000-8000-00000000000c',
  officeId: '0197a000-0000-7000-8000-000000000001',
};

/** Officer id of each role; the case officer is the one cases are assigned to. */
export const OFFICERS: Readonly<Record<Role, string>> = {
  intake_officer: '0197a000-0000-7000-8000-0000000000a1',
  case_officer: '0197a000-0000-7000-8000-0000000000a2',
  office_head: '0197a000-0000-7000-8000-0000000000a3',
  chair: '0197a000-0000-7000-8000-0000000000a4',
  inspector: '0197a000-0000-7000-8000-0000000000a5',
  administrator: '0197a000-0000-7000-8000-0000000000a6',
  system: 'system',
};

/** A case officer the case is not assigned to. */
export const OTHER_OFFICER = '0197a000-0000-7000-8000-0000000000b2';

const words = {
  textId: '0197a000-0000-7000-8000-0000000000f1',
  commitment: '0'.repeat(64),
};

/** The civil date a test means; a date that does not exist is the test's own mistake. */
export function on(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) throw new Error(`${text} is not a date`);
  return date;
}

/** Epoch milliseconds of a date (at 09:00) or of an instant, in office time. */
export function instant(text: string): number {
  return Date.parse(`${text.includes('T') ? text : `${text}T09:00`}:00+07:00`);
}

/** Lawful data of every command, as it travels: words already replaced by references. */
export const LAWFUL: CommandData = {
  ReceiveCase: {
    kind: 'complaint',
    channel: 'in_person',
    receivedOn: on('2026-07-01'),
    complainants: 1,
    isRemoteArea: false,
    submissionId: '0197a000-0000-7000-8000-0000000000d1',
    submissionCommitment: '1'.repeat(64),
    ruleSet: CURRENT_RULE_SET,
    calendar: { version: 0, days: [] },
  },
  ClassifyCase: { field: 'land', competence: 'own' },
  AcceptCase: {},
  RefuseCase: { ground: 'R6', reason: words },
  GuideCase: { to: 'provincial_committee', guidance: words },
  TransferCase: { to: 'other_commune', reason: words },
  AssignCase: { officerId: OFFICERS.case_officer },
  ReassignCase: { officerId: OTHER_OFFICER, reason: words },
  ReportVerification: { findings: 'agree', report: words },
  ScheduleDialogue: { dialogueOn: on('2026-07-27') },
  SendNotice: { notice: 'dialogue' },
  RecordDialogue: { attendance: 'present', minutes: words },
  ExtendResolution: { criteria: ['b'], days: 15, reason: words },
  SuspendResolution: { ground: 'obstacle', reason: words },
  ResumeResolution: { reason: words },
  IssueDecision: { conclusion: 'partly_right', outcome: 'amend', decision: words },
  SendDecision: { recipients: ['complainant', 'direct_superior', 'inspectorate'] },
  PublishDecision: { channel: 'posting' },
  CloseCase: {},
  WithdrawCase: { letter: words },
  AddNote: { note: words },
  AttachDocument: {
    document: {
      documentId: '0197a000-0000-7000-8000-0000000000e1',
      commitment: '2'.repeat(64),
      mediaType: 'application/pdf',
      size: 1024,
    },
  },
  ApplyCalendar: { calendar: { version: 1, days: [] } },
  ChangeRuleSet: { ruleSet: CURRENT_RULE_SET },
  RingAlarm: {},
};

/** Who gives a command when a test does not care. */
const USUAL_ROLE: Readonly<Record<CommandType, Role>> = {
  ReceiveCase: 'intake_officer',
  ClassifyCase: 'intake_officer',
  AcceptCase: 'chair',
  RefuseCase: 'chair',
  GuideCase: 'intake_officer',
  TransferCase: 'office_head',
  AssignCase: 'chair',
  ReassignCase: 'chair',
  ReportVerification: 'case_officer',
  ScheduleDialogue: 'case_officer',
  SendNotice: 'case_officer',
  RecordDialogue: 'case_officer',
  ExtendResolution: 'chair',
  SuspendResolution: 'chair',
  ResumeResolution: 'chair',
  IssueDecision: 'chair',
  SendDecision: 'office_head',
  PublishDecision: 'office_head',
  CloseCase: 'office_head',
  WithdrawCase: 'intake_officer',
  AddNote: 'case_officer',
  AttachDocument: 'intake_officer',
  ApplyCalendar: 'administrator',
  ChangeRuleSet: 'administrator',
  RingAlarm: 'system',
};

export function actor(role: Role, officerId: string = OFFICERS[role]): Actor {
  return { officerId, role };
}

/** A command with lawful data, changed where the test says so. */
export function command<C extends CommandType>(
  type: C,
  changes: Partial<CommandData[C]> = {},
  by: Actor = actor(USUAL_ROLE[type]),
): Command {
  const data: unknown = { ...LAWFUL[type], ...changes };
  const commandId = '0197a000-0000-7000-8000-0000000000c1';
  return { type, data, commandId, actor: by } as Command;
}

/** Something that happened, and the day it did. */
export interface Past {
  fact: Fact;
  on: CivilDate;
}

export function past<T extends EventType>(type: T, data: EventData<T>, day: string): Past {
  return { fact: { type, data } as Fact, on: on(day) };
}

/** One command and when it is given. */
export type Step = readonly [Command, string];

/** The case after one more thing happened. */
export function grown(current: Case | undefined, { fact: made, on: day }: Past): Case {
  const reference = made.type === 'CaseReceived' ? { reference: 'KN-2026-000001' } : {};
  const data = { ...made.data, ...reference };
  const sequence = (current?.version ?? 0) + 1;
  return evolve(current, {
    ...IDENTITY,
    type: made.type,
    data,
    on: day,
    sequence,
  } as FoldableEvent);
}

function fold(history: readonly Past[]): Case | undefined {
  return history.reduce<Case | undefined>(grown, undefined);
}

/** The case a history tells; the test's own mistake when there is none. */
export function caseOf(history: readonly Past[]): Case {
  const current = fold(history);
  if (!current) throw new Error('this history has no case');
  return current;
}

/** The history that these commands make, one after another. */
export function lived(...steps: readonly Step[]): Past[] {
  return after([], ...steps);
}

/** A history carried on by more commands. */
export function after(history: readonly Past[], ...steps: readonly Step[]): Past[] {
  return steps.reduce<Past[]>(
    (earlier, [asked, when]) => {
      const decision = decide(IDENTITY, fold(earlier), asked, instant(when));
      if (isRefusal(decision)) {
        throw new Error(`${asked.type} on ${when} was refused: ${decision.refusal}`);
      }
      return [...earlier, ...recorded(decision.facts, when)];
    },
    [...history],
  );
}

function recorded(facts: readonly Fact[], when: string): Past[] {
  return facts.map((fact) => ({ fact, on: civilDateAt(instant(when)) }));
}

export interface Outcome {
  decision: Decision;
  /** Everything that follows, in order; nothing more and nothing less. */
  then: (...facts: readonly Fact[]) => void;
  /** Some of what follows, in any order. */
  thenAmong: (...facts: readonly Fact[]) => void;
  refused: (code: RefusalCode, params?: Record<string, string | number>) => void;
}

export interface Given {
  when: (asked: Command, at: string) => Outcome;
}

export function given(history: readonly Past[] = []): Given {
  return {
    when: (asked, at) => outcomeOf(decide(IDENTITY, fold(history), asked, instant(at))),
  };
}

function outcomeOf(decision: Decision): Outcome {
  return {
    decision,
    then: (...facts) => {
      expect(decision).toEqual({ facts });
    },
    thenAmong: (...facts) => {
      expect(decision).toEqual({ facts: expect.arrayContaining([...facts]) });
    },
    refused: (refusal, params) => {
      const unnamed = isRefusal(decision) ? decision.params : undefined;
      expect(decision).toEqual(refuse(refusal, { params: params ?? unnamed }));
    },
  };
}

/** A fact, for the right-hand side of `then`. */
export function fact<T extends EventType>(type: T, data: Extract<Fact, { type: T }>['data']): Fact {
  return { type, data } as Fact;
}
