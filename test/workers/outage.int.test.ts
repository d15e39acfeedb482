/**
 * Kafka, PostgreSQL and Temporal die and come back while cases go on: nothing is lost, the workers say what they wait
 * for, once, and stop cleanly in the middle of it. A private stack, because its parts are killed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createCaseGateway } from '../../api/case-gateway';
import { childEnvironment } from '../../config/env';
import { migrate } from '../../prisma/migrate';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { readReportLag, readReportLine } from '../../store/reports';
import { createTopicName, startPrivateStack } from '../support/stack';
import type { TemporaryStack } from '../../stack/temporary';
import { createOffice, receiveCase, resolveCase, until } from './live-cases';

const ROOT = join(__dirname, '../..');

interface Worker {
  child: ChildProcess;
  /** Log lines so far. */
  lines: { msg: string; doing?: string; port?: number }[];
  exited: Promise<number | null>;
}

let stack: TemporaryStack;
let database: Database;
let officeId: string;
let relay: Worker;
let projector: Worker;

beforeAll(async () => {
  stack = await startPrivateStack();
  await migrate(stack.postgres.ownerUrl);
  database = openDatabase(stack.postgres.appUrl, { poolSize: 3 });
  officeId = await createOffice(database);
  const topic = createTopicName();
  relay = startMain('outbox-relay', topic);
  projector = startMain('reporting-projector', topic);
}, 180_000);

afterAll(async () => {
  relay.child.kill('SIGKILL');
  projector.child.kill('SIGKILL');
  await database.$disconnect();
  await stack.remove();
}, 60_000);

function startMain(name: string, topic: string): Worker {
  const child = spawn(process.execPath, ['--import', 'tsx', `workers/${name}.ts`], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment({
      DATABASE_URL: stack.postgres.appUrl,
      TEMPORAL_ADDRESS: stack.temporal.address,
      KAFKA_BROKERS: (stack.kafka?.brokers ?? []).join(','),
      KAFKA_TOPIC: topic,
      HTTP_HOST: '127.0.0.1',
      RELAY_HEALTH_PORT: '0',
      PROJECTOR_HEALTH_PORT: '0',
      LOG_LEVEL: 'info',
    }),
  });
  const worker: Worker = {
    child,
    lines: [],
    exited: new Promise((resolve) => child.once('exit', resolve)),
  };
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    worker.lines.push(...parts.map((line) => JSON.parse(line) as Worker['lines'][number]));
  });
  return worker;
}

async function ask(worker: Worker, path: string): Promise<{ status: number; text: string }> {
  const port = worker.lines.find((line) => line.port !== undefined)?.port;
  if (port === undefined) return { status: 0, text: '' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

const isReady = async (worker: Worker): Promise<boolean> =>
  (await ask(worker, '/readyz')).status === 200;
const eventsBehind = async (): Promise<number> =>
  (await readReportLag(database, officeId)).eventsBehind;
const waits = (worker: Worker): string[] =>
  worker.lines.flatMap(({ msg, doing }) => (msg === 'waiting' ? [doing ?? ''] : []));

test('cases go on without Kafka, and the reports catch up when it is back', async () => {
  await until(
    'both ready',
    async () => (await isReady(relay)) && (await isReady(projector)),
    60_000,
  );
  const live = await receiveCase(database, officeId);
  await until('in the reports', async () => (await eventsBehind()) === 0);

  await stack.kafka?.kill();
  await resolveCase(database, live);
  const other = await receiveCase(database, officeId);
  const known = (await readReportLine(database, officeId, live.caseId))?.lastSequence ?? 0;
  const recorded = live.events.length + other.events.length;
  expect(await eventsBehind()).toBe(recorded - known);
  await until('the relay says so', async () => !(await isReady(relay)), 60_000);
  await until('the projector says so', async () => !(await isReady(projector)), 60_000);
  expect((await ask(relay, '/readyz')).text).toMatch(/^publishing: /);
  expect((await ask(relay, '/healthz')).status).toBe(200);
  expect((await ask(relay, '/metrics-lite')).text).toMatch(/^outbox_waiting_events [1-9]/m);
  // Long enough for several tries of each.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  expect(waits(relay).length).toBeLessThanOrEqual(3);
  expect(waits(projector).length).toBeLessThanOrEqual(3);

  await stack.kafka?.restart();
  await until('caught up', async () => (await eventsBehind()) === 0, 60_000);
  await until(
    'both ready',
    async () => (await isReady(relay)) && (await isReady(projector)),
    60_000,
  );
  const lag = await readReportLag(database, officeId);
  expect(lag).toMatchObject({ parked: 0, eventsInOutbox: 0, casesBehind: 0 });
  expect(await database.reportCase.count()).toBe(2);
}, 240_000);

test('workers outlive a crash of PostgreSQL, too', async () => {
  await stack.postgres.kill();
  await until('the relay says so', async () => !(await isReady(relay)), 30_000);
  await stack.postgres.restart();
  await until(
    'both ready',
    async () => (await isReady(relay)) && (await isReady(projector)),
    60_000,
  );
  const live = await receiveCase(database, officeId);
  await until('in the reports', async () => (await eventsBehind()) === 0, 30_000);
  expect(live.events.length).toBeGreaterThan(0);
}, 120_000);

test('the API finds Temporal again within seconds, however long it was away', async () => {
  const { address, namespace } = stack.temporal;
  const gateway = createCaseGateway({ address, namespace });
  try {
    expect(await gateway.isReachable()).toBe(true);
    await stack.temporal.kill();
    // A client left to itself tries at about 25, 40 and 65 s: measured.
    const backAt = Date.now() + 46_000;
    await until(
      'almost a minute',
      async () => !(await gateway.isReachable()) && Date.now() > backAt,
      90_000,
    );
    await stack.temporal.restart();
    const isServingAt = Date.now();
    await until('found', () => gateway.isReachable(), 60_000);
    expect(Date.now() - isServingAt).toBeLessThan(5_000);
  } finally {
    await gateway.close();
  }
}, 120_000);

test('a signal ends both with code 0, also while Kafka is down', async () => {
  await stack.kafka?.kill();
  await receiveCase(database, officeId);
  await until('the relay waits', async () => !(await isReady(relay)), 60_000);
  relay.child.kill('SIGTERM');
  projector.child.kill('SIGTERM');
  expect(await Promise.all([relay.exited, projector.exited])).toEqual([0, 0]);
}, 90_000);
