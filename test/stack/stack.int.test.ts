/** The stack starts whole, survives the death of each part with its data, and leaves nothing behind when it stops. */
import type { TemporaryStack } from '../../stack/temporary';
import { existsSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { startPrivateStack } from '../support/stack';

let stack: TemporaryStack;

beforeAll(async () => {
  stack = await startPrivateStack();
}, 120_000);

afterAll(async () => {
  await stack.remove();
}, 60_000);

const ask = async (sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: stack.postgres.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

test('what was committed is there after PostgreSQL was killed', async () => {
  await ask('CREATE TABLE survivor (id int)');
  await ask('INSERT INTO survivor VALUES (7)');
  await stack.postgres.kill();
  await expect(ask('SELECT 1')).rejects.toThrow();
  await stack.postgres.restart();
  expect(await ask('SELECT id FROM survivor')).toEqual([{ id: 7 }]);
}, 60_000);

test('Temporal knows the namespace, with 30 days of retention, before and after it was killed', async () => {
  const retention = async (): Promise<number> => {
    const { address, namespace } = stack.temporal;
    const connection = await Connection.connect({ address });
    const found = await connection.workflowService.describeNamespace({ namespace });
    await connection.close();
    return Number(found.config?.workflowExecutionRetentionTtl?.seconds) / 86_400;
  };
  expect(await retention()).toBe(30);
  await stack.temporal.kill();
  await stack.temporal.restart();
  expect(await retention()).toBe(30);
}, 60_000);

test('a topic is there after Kafka was killed', async () => {
  const { kafka } = stack;
  if (kafka === undefined) throw new Error('Kafka is not here: see docs/operations.md.');
  const topics = async (create?: string): Promise<string[]> => {
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    if (create !== undefined)
      await admin.createTopics({ topics: [{ topic: create }], waitForLeaders: true });
    const names = await admin.listTopics();
    await admin.disconnect();
    return names;
  };
  await topics('survivor');
  await kafka.kill();
  await kafka.restart();
  expect(await topics()).toContain('survivor');
}, 60_000);

test('nothing is left when it has stopped', async () => {
  const other = await startPrivateStack();
  const parts = [other.postgres, other.temporal, other.kafka];
  const pids = parts.flatMap((part) => part?.program()?.pid ?? []);
  expect(pids).toHaveLength(3);
  await other.remove();
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  expect(existsSync(other.directory)).toBe(false);
}, 120_000);
