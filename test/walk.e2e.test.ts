/**
 * The walk of one case event, from click to dashboard, over the real processes; the numbers are those of
 * ARCHITECTURE.md. And what must never be: people's words in Temporal, Kafka, logs or metrics.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import type { CaseView } from '../api/contract';
import { workflowIdOf } from '../domain/names';
import { demoOfficerId } from '../prisma/seed';
import { startTestApplication } from './support/application';
import type { TestApplication } from './support/application';
import { complaint } from './support/office';

jest.setTimeout(5 * 60_000);

let system: TestApplication;

beforeAll(async () => {
  system = await startTestApplication();
});

afterAll(async () => {
  await system.stop();
});

async function call<T>(user: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${system.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await system.tokenOf(user)}`,
      'idempotency-key': randomUUID(),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** One planted in every place where a person writes or is named. */
const CANARIES = {
  name: 'Canaryname Zyxwvut',
  address: 'Canaryaddress 4711',
  phone: '0987654321',
  identity: '012345678901',
  respondent: 'Canaryrespondent',
  content: 'Canarycontent mười bảy chữ',
  request: 'Canaryrequest',
  note: 'Canarynote',
  report: 'Canaryreport',
  decision: 'Canarydecision',
  file: 'Canaryfile.png',
};

/** The smallest PNG: one transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function attach(caseId: string): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([PIXEL], { type: 'image/png' }), CANARIES.file);
  const response = await fetch(`${system.url}/api/v1/cases/${caseId}/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await system.tokenOf('xacminh')}` },
    body: form,
  });
  expect(response.status).toBe(201);
}

async function liveThrough(): Promise<CaseView> {
  const { caseId } = await call<CaseView>('tiepdan', 'POST', '/cases', {
    ...complaint(),
    submission: {
      complainantName: CANARIES.name,
      address: CANARIES.address,
      phone: CANARIES.phone,
      identityNumber: CANARIES.identity,
      respondent: CANARIES.respondent,
      content: CANARIES.content,
      request: CANARIES.request,
    },
  });
  const give = (user: string, command: string, data: object): Promise<CaseView> =>
    call(user, 'POST', `/cases/${caseId}/commands/${command}`, { data });
  await give('tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' });
  await give('chutich', 'AcceptCase', {});
  await give('chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') });
  await give('xacminh', 'AddNote', { note: CANARIES.note });
  await attach(caseId);
  await give('xacminh', 'ReportVerification', { findings: 'agree', report: CANARIES.report });
  await give('chutich', 'IssueDecision', {
    conclusion: 'right',
    outcome: 'cancel',
    decision: CANARIES.decision,
  });
  return give('tiepdan', 'SendDecision', { recipients: ['complainant'] });
}

/** Milliseconds until the report has applied the case's version. */
async function reportedWithin(sent: CaseView): Promise<number> {
  const startedAt = Date.now();
  for (;;) {
    const line = await call<{ lastSequence: number; state: string }>(
      'chutich',
      'GET',
      `/reports/cases/${sent.caseId}`,
    ).catch(() => undefined);
    const took = Date.now() - startedAt;
    if (line?.lastSequence === sent.version) return took;
    if (took > 10_000) throw new Error('the report line never came');
    await delay(20);
  }
}

async function topicText(expected: number): Promise<string[]> {
  const brokers = [...(system.stack.kafka?.brokers ?? [])];
  const consumer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).consumer({
    groupId: `walk-${randomUUID()}`,
  });
  await consumer.connect();
  await consumer.subscribe({ topic: 'case-events.v1', fromBeginning: true });
  const messages: string[] = [];
  await consumer.run({
    eachMessage: async ({ message }) => {
      messages.push(`${String(message.key)} ${String(message.value)}`);
    },
  });
  const end = Date.now() + 30_000;
  while (messages.length < expected && Date.now() < end) await delay(100);
  await consumer.disconnect();
  return messages;
}

async function temporalHistory(caseId: string): Promise<string> {
  const { address, namespace } = system.stack.temporal;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const history = await client.workflow.getHandle(workflowIdOf(caseId)).fetchHistory();
  await connection.close();
  // Payloads are printed in base64: written out as text, so that a search can find what they hold.
  return JSON.stringify(history, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}

function logs(): string {
  const directory = join(system.stack.directory, 'logs');
  return readdirSync(directory)
    .map((file) => readFileSync(join(directory, file), 'utf8'))
    .join('\n');
}

async function metrics(): Promise<string> {
  const { workerHealth, relayHealth, projectorHealth } = system.stack.settings.ports;
  const pages = [workerHealth, relayHealth, projectorHealth].map(async (port) =>
    (await fetch(`http://127.0.0.1:${port}/metrics-lite`)).text(),
  );
  return (await Promise.all(pages)).join('\n');
}

it('carries a complaint from the counter to the report, and nobody’s words with it', async () => {
  // 1-9: commands over HTTP, each answered with the case as it then is.
  const sent = await liveThrough();
  expect(sent).toMatchObject({ state: 'sent', conclusion: 'right' });
  expect(sent.submission?.complainantName).toBe(CANARIES.name);
  expect(sent.documents).toMatchObject([{ fileName: CANARIES.file, mediaType: 'image/png' }]);

  // 10-13: the outbox reaches Kafka and the report within two seconds of the last command.
  expect(await reportedWithin(sent)).toBeLessThan(2_000);
  const summary = await call<{ lag: { eventsBehind: number }; byState: object }>(
    'chutich',
    'GET',
    '/reports/summary',
  );
  expect(summary).toMatchObject({ lag: { eventsBehind: 0 }, byState: { sent: 1 } });

  const messages = await topicText(sent.version);
  expect(messages).toHaveLength(sent.version);
  const history = await temporalHistory(sent.caseId);
  const places = {
    kafka: messages.join('\n'),
    temporal: history,
    logs: logs(),
    metrics: await metrics(),
  };
  const canaries = Object.values(CANARIES);
  const found = Object.entries(places).flatMap(([place, text]) =>
    canaries.filter((canary) => text.includes(canary)).map((canary) => `${canary} in ${place}`),
  );
  expect(found).toEqual([]);
  // The search itself can find: the case id, or a metric's name, stands in each of the four.
  expect(places.kafka.includes(sent.caseId)).toBe(true);
  expect(places.temporal.includes('IssueDecision')).toBe(true);
  expect(places.logs.includes(sent.caseId)).toBe(true);
  expect(places.metrics).toMatch(/workflows_cached \d+/);
});
