/**
 * A machine on which Kafka cannot be had: cases are worked on and the reports say that they wait. At a later start,
 * with Kafka, they catch up by themselves. Real processes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../../prisma/migrate';
import { DEMO_USERS, seedOffice } from '../../prisma/seed';
import { startApplication } from '../../stack/application';
import type { Part } from '../../stack/part';
import { run } from '../../stack/process';
import type { Stack } from '../../stack/stack';
import type { TemporaryStack } from '../../stack/temporary';
import { openDatabase } from '../../store/client';
import { complaint } from '../support/office';
import { startPrivateStack } from '../support/stack';

const root = join(__dirname, '../..');

let stack: TemporaryStack;
let mains: Part[] = [];

beforeAll(async () => {
  if (!existsSync(join(root, 'build/workflow-bundle.js'))) {
    expect(await run('npm', ['run', 'build:workflows'], { cwd: root })).toBeUndefined();
  }
  stack = await startPrivateStack();
  await migrate(stack.postgres.ownerUrl);
  const database = openDatabase(stack.postgres.appUrl, { poolSize: 1 });
  await seedOffice(database);
  await database.$disconnect();
}, 120_000);

afterAll(async () => {
  await stopMains();
  await stack.remove();
}, 60_000);

async function startMains(kafka: Stack['kafka']): Promise<void> {
  mains = await startApplication(
    {
      root,
      directory: stack.directory,
      stack: { ...stack, kafka },
      sessionSecret: stack.settings.sessionSecret,
      http: { host: '127.0.0.1', port: stack.settings.ports.http },
      onLaunch: stack.onLaunch,
    },
    () => undefined,
  );
}

async function stopMains(): Promise<void> {
  for (const main of mains.splice(0).reverse()) await main.stop();
}

async function ask<T>(path: string, body?: object, token?: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${stack.settings.ports.http}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'without-kafka',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Summary {
  open: number;
  lag: {
    asOf: string | null;
    eventsBehind: number;
    casesBehind: number;
    eventsInOutbox: number;
    isWaitingForKafka: boolean;
  };
}

test('cases are worked on while reports wait, and these catch up when Kafka is there', async () => {
  await startMains(undefined);
  const [user] = DEMO_USERS;
  const { token } = await ask<{ token: string }>('/session', {
    userName: user?.userName,
    password: user?.password,
  });
  const { caseId } = await ask<{ caseId: string }>('/cases', complaint(), token);
  expect(await ask<object>(`/cases/${caseId}`, undefined, token)).toMatchObject({
    state: 'received',
  });
  const waiting = await ask<Summary>('/reports/summary', undefined, token);
  expect(waiting).toMatchObject({ open: 0, lag: { asOf: null, casesBehind: 1 } });
  expect(waiting.lag.eventsInOutbox).toBe(waiting.lag.eventsBehind);
  expect(waiting.lag.eventsBehind).toBeGreaterThan(0);
  let { lag } = waiting;
  while (!lag.isWaitingForKafka) {
    await delay(500);
    ({ lag } = await ask<Summary>('/reports/summary', undefined, token));
  }
  const { relayHealth, projectorHealth } = stack.settings.ports;
  for (const port of [relayHealth, projectorHealth]) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(await ready.text()).toMatch(/: no Kafka brokers are configured\n$/);
    expect(ready.status).toBe(503);
  }

  await stopMains();
  expect(stack.kafka).toBeDefined();
  await startMains(stack.kafka);
  let summary = await ask<Summary>('/reports/summary', undefined, token);
  while (summary.lag.eventsBehind > 0) {
    await delay(100);
    summary = await ask<Summary>('/reports/summary', undefined, token);
  }
  expect(summary).toMatchObject({ open: 1, lag: { isWaitingForKafka: false } });
}, 120_000);
