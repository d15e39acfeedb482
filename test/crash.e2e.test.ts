/**
 * Kill -9 of every process in turn in the middle of a hundred-case load. Afterwards every acknowledged
 * command is in the audit chain exactly once, the topic holds every event in order per case, and the
 * report equals the case table.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { demoOfficerId } from '../prisma/seed';
import { verifyAuditLog } from '../store/audit-log';
import { complaint } from './support/office';
import { PART_NAMES, startTestApplication } from './support/application';
import type { PartName, TestApplication } from './support/application';

const CASES = 100;
const CLIENTS = 8;
/** A part stays dead for this long, as until a supervisor notices. */
const DEAD_FOR_MS = 1_500;
const STEP_TIMEOUT_MS = 120_000;

jest.setTimeout(15 * 60_000);

let system: TestApplication;
const tokens = new Map<string, string>();

beforeAll(async () => {
  system = await startTestApplication();
  for (const user of ['tiepdan', 'chutich', 'chanhvp', 'xacminh']) {
    tokens.set(user, await system.tokenOf(user));
  }
});

afterAll(async () => {
  await system.stop();
});

interface Acknowledged {
  caseId: string;
  key: string;
  command: string;
}

const acknowledged: Acknowledged[] = [];

/** Sends until acknowledged, always with the same key, as a careful client does. */
async function send(
  user: string,
  path: string,
  body: object,
  key: string,
): Promise<{ caseId: string }> {
  const end = Date.now() + STEP_TIMEOUT_MS;
  let last = '';
  while (Date.now() < end) {
    const response = await fetch(`${system.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${tokens.get(user)}`,
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => String(error));
    if (typeof response !== 'string') {
      if (response.ok) return (await response.json()) as { caseId: string };
      last = `${response.status} ${await response.text()}`;
      if (response.status < 500) throw new Error(`${path}: ${last}`);
    } else last = response;
    await delay(200);
  }
  throw new Error(`${path} was never acknowledged: ${last}`);
}

const STEPS: [user: string, command: string, data: object][] = [
  ['tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' }],
  ['chutich', 'AcceptCase', {}],
  ['chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') }],
  ['xacminh', 'ReportVerification', { findings: 'agree', report: 'Đúng như đơn nêu.' }],
  ['chutich', 'IssueDecision', { conclusion: 'right', outcome: 'cancel', decision: 'Hủy bỏ.' }],
  ['tiepdan', 'SendDecision', { recipients: ['complainant'] }],
];

async function liveOneCase(): Promise<void> {
  const key = randomUUID();
  const { caseId } = await send('tiepdan', '/cases', complaint(), key);
  acknowledged.push({ caseId, key, command: 'ReceiveCase' });
  for (const [user, command, data] of STEPS) {
    const stepKey = randomUUID();
    await send(user, `/cases/${caseId}/commands/${command}`, { data }, stepKey);
    acknowledged.push({ caseId, key: stepKey, command });
  }
}

/** As the supervisor of npm start does: again, should the first attempt fail. */
async function bringBack(name: PartName): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await system.parts[name].restart();
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await delay(DEAD_FOR_MS);
    }
  }
}

async function killEachInTurn(isLoadOver: () => boolean): Promise<string[]> {
  const killed: string[] = [];
  for (const name of PART_NAMES) {
    await delay(1_000);
    if (isLoadOver()) break;
    await system.parts[name].kill();
    killed.push(name);
    await delay(DEAD_FOR_MS);
    await bringBack(name);
  }
  return killed;
}

async function topicBySubject(expected: number): Promise<Map<string, number[]>> {
  const kafka = new Kafka({
    brokers: [...(system.stack.kafka?.brokers ?? [])],
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: `check-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: 'case-events.v1', fromBeginning: true });
  const sequences = new Map<string, number[]>();
  const seen = new Set<string>();
  await consumer.run({
    eachMessage: async ({ message }) => {
      const event = JSON.parse(String(message.value)) as {
        id: string;
        subject: string;
        data: unknown;
      };
      const [caseId = '', sequence] = event.id.split(':');
      expect(String(message.key)).toBe(caseId);
      sequences.set(caseId, [...(sequences.get(caseId) ?? []), Number(sequence)]);
      seen.add(event.id);
    },
  });
  const end = Date.now() + 60_000;
  while (seen.size < expected && Date.now() < end) await delay(200);
  await delay(1_000);
  await consumer.disconnect();
  return sequences;
}

/** At least once and in order: with repeats taken out, 1, 2, 3 … without a gap. */
function firstDeliveries(sequences: readonly number[]): number[] {
  let highest = 0;
  return sequences.filter((sequence) => {
    const isFirst = sequence > highest;
    highest = Math.max(highest, sequence);
    return isFirst;
  });
}

it('loses nothing and repeats nothing', async () => {
  let isOver = false;
  let started = 0;
  const client = async (): Promise<void> => {
    while (started < CASES) {
      started += 1;
      await liveOneCase();
    }
  };
  const load = Promise.all(Array.from({ length: CLIENTS }, client)).finally(() => (isOver = true));
  const killed = await killEachInTurn(() => isOver);
  await load;
  expect(killed).toEqual([...PART_NAMES]);
  expect(acknowledged).toHaveLength(CASES * (STEPS.length + 1));

  const { database } = system;
  const report = await verifyAuditLog(database);
  expect(report).toMatchObject({ cases: CASES, breaks: [] });

  const events = await database.caseEvent.findMany({
    orderBy: [{ caseId: 'asc' }, { sequence: 'asc' }],
  });
  const primary = events.filter(
    (event) => !event.type.startsWith('Deadline') && event.type !== 'CaseEscalated',
  );
  expect(primary).toHaveLength(acknowledged.length);
  const perCase = new Map<string, string[]>();
  for (const event of primary) {
    perCase.set(event.caseId, [...(perCase.get(event.caseId) ?? []), event.type]);
  }
  const whole = [
    'CaseReceived',
    'CaseClassified',
    'CaseAccepted',
    'CaseAssigned',
    'VerificationReported',
    'DecisionIssued',
    'DecisionSent',
  ];
  expect([...perCase.values()]).toEqual(Array(CASES).fill(whole));

  const topic = await topicBySubject(events.length);
  expect(topic.size).toBe(CASES);
  const cases = await database.caseRow.findMany({ orderBy: { caseId: 'asc' } });
  for (const { caseId, version } of cases) {
    const expected = Array.from({ length: version }, (_, index) => index + 1);
    expect(firstDeliveries(topic.get(caseId) ?? [])).toEqual(expected);
  }

  const reported = await waitForReport(cases.length, events.length);
  expect(reported).toEqual(cases.map(({ caseId, state, version }) => ({ caseId, state, version })));
});

async function waitForReport(cases: number, events: number): Promise<object[]> {
  const end = Date.now() + 60_000;
  for (;;) {
    const rows = await system.database.reportCase.findMany({ orderBy: { caseId: 'asc' } });
    const applied = rows.reduce((sum, row) => sum + row.lastSequence, 0);
    if ((rows.length === cases && applied === events) || Date.now() > end) {
      return rows.map(({ caseId, state, lastSequence }) => ({
        caseId,
        state,
        version: lastSequence,
      }));
    }
    await delay(200);
  }
}
