/**
 * Runs every scenario below on a stack of its own and saves the Temporal histories under test/histories,
 * named <scenario>.<engine version>.json. Recorded for each release; old files stay and must replay.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities';
import { createCaseGateway } from '../api/case-gateway';
import { giveCommand, receiveCase } from '../api/give-command';
import type { Parts } from '../api/give-command';
import { addDays, civilDateAt } from '../domain/civil-date';
import type { CommandName } from '../domain/commands';
import { workflowIdOf } from '../domain/names';
import { version } from '../package.json';
import { migrate } from '../prisma/migrate';
import { DEMO_OFFICE_ID, demoOfficerId, seedOffice } from '../prisma/seed';
import { fastForward } from '../stack/fast-forward';
import { startTemporaryStack } from '../stack/temporary';
import { openDatabase } from '../store/client';
import { findCalendarChange } from '../store/law-changes';
import { findOfficer } from '../store/officers';
import { workflowBundlePath } from '../workers/workflow-bundle';
import { rollOutIdOf, TASK_QUEUE } from '../workflows/case-messages';
import type { CalendarOrder } from '../workflows/case-messages';

type Step =
  | { by: string; give: CommandName; body: object }
  /** Days of virtual time that pass. */
  | { pass: number }
  /** The office is closed on the day so many days ahead, and the case is told. */
  | { closeIn: number };

const give = (by: string, name: CommandName, body: object = {}): Step => ({ by, give: name, body });

const CLASSIFY = give('tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' });
const ACCEPT = give('chutich', 'AcceptCase');
const ASSIGN = give('chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') });
const NOTE = give('tiepdan', 'AddNote', { note: 'Ghi chú.' });
const RECIPIENTS = { recipients: ['complainant', 'inspectorate'] };
const DECIDE = give('chutich', 'IssueDecision', {
  conclusion: 'partly_right',
  outcome: 'amend',
  decision: 'Sửa quyết định.',
});

const SCENARIOS: Record<string, Step[]> = {
  'decided-and-closed': [
    CLASSIFY,
    ACCEPT,
    ASSIGN,
    give('xacminh', 'ReportVerification', { findings: 'agree', report: 'Đúng.' }),
    DECIDE,
    give('tiepdan', 'SendDecision', RECIPIENTS),
    give('chanhvp', 'PublishDecision', { channel: 'posting' }),
    give('chutich', 'CloseCase'),
  ],
  refused: [CLASSIFY, give('chutich', 'RefuseCase', { ground: 'R6', reason: 'Hết thời hiệu.' })],
  withdrawn: [CLASSIFY, give('tiepdan', 'WithdrawCase', { letter: 'Xin rút đơn.' })],
  'missed-then-accepted': [{ pass: 20 }, CLASSIFY, ACCEPT, { pass: 60 }],
  'suspended-and-resumed': [
    CLASSIFY,
    ACCEPT,
    ASSIGN,
    { pass: 5 },
    give('chutich', 'SuspendResolution', { ground: 'obstacle', reason: 'Ốm nằm viện.' }),
    { pass: 30 },
    give('chutich', 'ResumeResolution', { reason: 'Đã ra viện.' }),
    { pass: 40 },
  ],
  'extended-to-the-limit': [
    CLASSIFY,
    ACCEPT,
    ASSIGN,
    { pass: 20 },
    give('chutich', 'ExtendResolution', { criteria: ['b'], days: 15, reason: 'Hai nội dung.' }),
    { pass: 30 },
  ],
  'calendar-changed': [CLASSIFY, { closeIn: 2 }, ACCEPT, { closeIn: 3 }, { pass: 60 }],
  'continued-as-new': [CLASSIFY, ACCEPT, ASSIGN, ...Array<Step>(12).fill(NOTE)],
};

const ROLL_OUT = 'calendar-roll-out';

/** Small enough that a scenario goes through several runs. */
const UPDATES_PER_RUN: Record<string, number> = { 'continued-as-new': 5 };

async function main(): Promise<void> {
  const only = process.argv[2];
  const stack = await startTemporaryStack({ prefix: 'tiep-dan-record-', isForTests: true });
  try {
    await migrate(stack.postgres.ownerUrl);
    const database = openDatabase(stack.postgres.appUrl);
    await seedOffice(database);
    const { address, namespace } = stack.temporal;
    const native = await NativeConnection.connect({ address });
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: TASK_QUEUE,
      workflowBundle: { codePath: workflowBundlePath() },
      activities: createActivities({ database }),
    });
    await worker.runUntil(async () => {
      for (const [name, steps] of Object.entries(SCENARIOS)) {
        if (only === undefined || only === name)
          await record(name, steps, database, stack.temporal);
      }
      if (only === undefined || only === ROLL_OUT) await recordRollOut(database, stack.temporal);
    });
    await native.close();
    await database.$disconnect();
  } finally {
    await stack.remove();
  }
}

async function record(
  name: string,
  steps: readonly Step[],
  database: Parts['database'],
  temporal: { address: string; namespace: string },
): Promise<void> {
  const updatesPerRun = UPDATES_PER_RUN[name];
  const gateway = createCaseGateway({ ...temporal, ...(updatesPerRun ? { updatesPerRun } : {}) });
  const caseId = await live(steps, { database, gateway }, temporal);
  await gateway.close();
  await save(name, workflowIdOf(caseId), temporal);
}

/** The other side of a change of calendar: its own workflow, which tells the open cases. */
async function recordRollOut(
  database: Parts['database'],
  temporal: { address: string; namespace: string },
): Promise<void> {
  const gateway = createCaseGateway(temporal);
  for (const steps of [[], [CLASSIFY]]) await live(steps, { database, gateway }, temporal);
  const order = await closeOffice({ database, gateway }, 30);
  await gateway.close();
  await save(ROLL_OUT, rollOutIdOf(order), temporal);
}

/** Returns when no open case is behind. */
async function closeOffice(parts: Parts, daysAhead: number): Promise<CalendarOrder> {
  const today = civilDateAt(Date.now());
  const actor = { officerId: demoOfficerId('quantri'), role: 'administrator' } as const;
  const date = addDays(today, daysAhead);
  const order: CalendarOrder = {
    ...{ officeId: DEMO_OFFICE_ID, commandId: randomUUID(), actor },
    day: {
      ...{ date, kind: 'local_closure', status: 'confirmed', name: 'Lũ', knownOn: today },
      document: `Thông báo về ngày ${date}`,
    },
  };
  await parts.gateway.changeLaw(order);
  const isDone = async (): Promise<boolean> => {
    const { officeId, commandId } = order;
    const change = await findCalendarChange(parts.database, officeId, commandId);
    return change?.casesBehind === 0;
  };
  while (!(await isDone())) await delay(100);
  return order;
}

async function live(
  steps: readonly Step[],
  parts: Parts,
  temporal: { address: string; namespace: string },
): Promise<string> {
  const as = async (userName: string) => {
    const officer = await findOfficer(parts.database, demoOfficerId(userName));
    if (!officer) throw new Error(`no officer ${userName}`);
    return { officer, key: undefined };
  };
  const { caseId } = await receiveCase(parts, await as('tiepdan'), {
    kind: 'complaint',
    channel: 'reception',
    receivedOn: civilDateAt(Date.now()),
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Người khiếu nại',
      address: 'Thôn 1',
      respondent: 'Công chức xã',
      content: 'Nội dung.',
      request: 'Yêu cầu.',
    },
  });
  for (const step of steps) {
    if ('pass' in step) {
      await fastForward({ ...temporal, workflowId: workflowIdOf(caseId), days: step.pass });
      continue;
    }
    if ('closeIn' in step) {
      await closeOffice(parts, step.closeIn);
      continue;
    }
    const asked = { type: step.give, body: step.body, expectedVersion: undefined };
    await giveCommand(parts, await as(step.by), caseId, asked);
  }
  return caseId;
}

/** Every run of the chain, first to last. */
async function save(
  name: string,
  workflowId: string,
  { address, namespace }: { address: string; namespace: string },
): Promise<void> {
  const directory = join(__dirname, '..', 'test', 'histories');
  await mkdir(directory, { recursive: true });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const query = `WorkflowId = "${workflowId}"`;
  const runs: { runId: string; at: Date }[] = [];
  for await (const run of client.workflow.list({ query })) {
    runs.push({ runId: run.runId, at: run.startTime });
  }
  runs.sort((left, right) => left.at.getTime() - right.at.getTime());
  for (const [index, { runId }] of runs.entries()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const suffix = runs.length > 1 ? `-run-${index + 1}` : '';
    const file = join(directory, `${name}${suffix}.${version}.json`);
    await writeFile(file, `${historyToJSON(history)}\n`);
    process.stdout.write(`${name}${suffix}: ${history.events?.length ?? 0} events\n`);
  }
  await connection.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
