/**
 * Cases for tests of the bus and the reports: decided by the domain and recorded by recordFacts, as in real
 * life, with the clock given by the test. No Temporal: the test is the caller.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Actor, Role } from '../../domain/actors';
import type { Case } from '../../domain/case';
import type { CivilDate } from '../../domain/civil-date';
import type { Command, CommandData, CommandType } from '../../domain/commands';
import { decide } from '../../domain/decide';
import type { RecordedEvent } from '../../domain/events';
import { foldCase } from '../../domain/evolve';
import { isRefusal } from '../../domain/refusals';
import { CURRENT_RULE_SET } from '../../domain/rules';
import type { Database } from '../../store/client';
import { recordFacts } from '../../store/record-facts';
import { putSubmission, putText } from '../../store/words';

/** 09:00 in the office. */
const MORNING = 'T02:00:00.000Z';

export interface LiveCase {
  caseId: string;
  officeId: string;
  events: RecordedEvent[];
}

export const OFFICER_ID = '00000000-0000-4000-8000-00000000000a';

export async function createOffice(database: Database): Promise<string> {
  const id = randomUUID();
  await database.office.create({
    data: { id, name: 'Xã Thử', province: 'Tỉnh Thử', isDemo: true },
  });
  return id;
}

export async function receiveCase(
  database: Database,
  officeId: string,
  on = '2026-11-02',
  channel: CommandData['ReceiveCase']['channel'] = 'in_person',
): Promise<LiveCase> {
  const live: LiveCase = { caseId: randomUUID(), officeId, events: [] };
  const place = { id: randomUUID(), officeId, caseId: live.caseId };
  const submission = await putSubmission(database, place, {
    complainantName: 'Nguyễn Văn Thử',
    address: 'Thôn 1',
    respondent: 'UBND xã',
    content: 'Nội dung thử',
    request: 'Yêu cầu thử',
  });
  const data: CommandData['ReceiveCase'] = {
    kind: 'complaint',
    channel,
    receivedOn: on as CivilDate,
    complainants: 1,
    isRemoteArea: false,
    ...submission,
    ruleSet: CURRENT_RULE_SET,
    calendar: { version: 0, days: [] },
  };
  await give(database, live, { type: 'ReceiveCase', data, by: 'intake_officer', on });
  return live;
}

interface Given<C extends CommandType> {
  type: C;
  data: CommandData[C];
  by: Role;
  on: string;
}

/** Gives one command and records what it means; the events are added to the case. */
export async function give<C extends CommandType>(
  database: Database,
  live: LiveCase,
  given: Given<C>,
): Promise<void> {
  const current: Case | undefined = foldCase(live.events);
  const actor: Actor = { officerId: OFFICER_ID, role: given.by };
  const decidedAt = Date.parse(`${given.on}${MORNING}`);
  const command = { ...given, commandId: randomUUID(), actor } as unknown as Command;
  const decision = decide(live, current, command, decidedAt);
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  const { events } = await recordFacts(database, {
    caseId: live.caseId,
    officeId: live.officeId,
    commandId: command.commandId,
    commandHash: createHash('sha256').update(JSON.stringify(given)).digest('hex'),
    actor,
    decidedAt,
    current: current ?? null,
    facts: decision.facts,
  });
  live.events.push(...events);
}

/** Some words of this case, stored, as a command carries them. */
export async function words(
  database: Database,
  live: LiveCase,
): Promise<{ textId: string; commitment: string }> {
  const place = { id: randomUUID(), officeId: live.officeId, caseId: live.caseId };
  return putText(database, place, 'Lời của cán bộ');
}

/** From classification to closing; the decision is sent on `sentOn`, which decides whether in time. */
export async function resolveCase(
  database: Database,
  live: LiveCase,
  sentOn = '2026-11-12',
): Promise<void> {
  const step = <C extends CommandType>(type: C, by: Role, on: string, data: CommandData[C]) =>
    give(database, live, { type, by, on, data });
  await step('ClassifyCase', 'intake_officer', '2026-11-03', { field: 'land', competence: 'own' });
  await step('AcceptCase', 'chair', '2026-11-04', {});
  await step('AssignCase', 'chair', '2026-11-04', { officerId: OFFICER_ID });
  await step('ReportVerification', 'case_officer', '2026-11-09', {
    findings: 'agree',
    report: await words(database, live),
  });
  await step('IssueDecision', 'chair', '2026-11-10', {
    conclusion: 'right',
    outcome: 'cancel',
    decision: await words(database, live),
  });
  await step('SendDecision', 'office_head', sentOn, { recipients: ['complainant'] });
  await step('CloseCase', 'chair', sentOn, {});
}

/** Waits for a condition, asking every 25 ms; fails with `what` when it does not come true. */
export async function until(
  what: string,
  isTrue: () => Promise<boolean> | boolean,
  withinMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
