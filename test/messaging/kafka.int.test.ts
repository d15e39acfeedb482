/** The Kafka client as the workers use it: what is acknowledged, what comes again, and what idling costs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../../config/env';
import type { EncodedEvent } from '../../messaging/envelope';
import { createBus } from '../../messaging/kafka';
import type { Bus, Reader, ReceivedBatch } from '../../messaging/kafka';
import { caseEventsTopic } from '../../messaging/topics';
import { createTopicName, testStack } from '../support/stack';
import { until } from '../workers/live-cases';

let bus: Bus;
let topic: string;
let readers: Reader[];

beforeEach(async () => {
  bus = createBus({ brokers: testStack().kafkaBrokers, clientId: 'test' });
  topic = createTopicName();
  readers = [];
  await bus.ensureTopic(caseEventsTopic(topic));
}, 30_000);

afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  await bus.close();
}, 30_000);

const record = (key: string, value: string): EncodedEvent => ({ key, value, headers: {} });

async function read(onBatch: (batch: ReceivedBatch) => Promise<boolean>): Promise<void> {
  readers.push(await bus.read({ topic, group: topic, onBatch }));
}

const textOf = (batch: ReceivedBatch): string[] =>
  batch.messages.map(({ value }) => Buffer.from(value ?? []).toString('utf8'));

test('a batch that was not done comes again; one that was done does not', async () => {
  const heard: string[] = [];
  let isDone = false;
  await read(async (batch) => {
    heard.push(...textOf(batch));
    return isDone;
  });
  await bus.publish(topic, [record('a', 'one')]);
  await until('again and again', () => heard.length > 2);
  expect(await bus.lag(topic, topic)).toBe(1);
  isDone = true;
  await until('acknowledged', async () => (await bus.lag(topic, topic)) === 0);
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  heard.length = 0;
  await read(async (batch) => {
    heard.push(...textOf(batch));
    return true;
  });
  await bus.publish(topic, [record('a', 'two')]);
  await until('the new one', () => heard.length > 0);
  expect(heard).toEqual(['two']);
}, 30_000);

test('records of one key stay in order in one partition', async () => {
  const heard = new Map<number, string[]>();
  await read(async (batch) => {
    heard.set(batch.partition, [...(heard.get(batch.partition) ?? []), ...textOf(batch)]);
    return true;
  });
  const values = Array.from({ length: 200 }, (_, index) => String(index));
  for (const value of values) await bus.publish(topic, [record('k', value), record(value, 'x')]);
  const ofKey = (): string[] => [...heard.values()].flat().filter((value) => value !== 'x');
  await until('all', () => ofKey().length === values.length);
  expect(ofKey()).toEqual(values);
}, 30_000);

test('without brokers everything that needs Kafka says so', async () => {
  const none = createBus({ brokers: [], clientId: 'test' });
  await expect(none.publish(topic, [])).rejects.toThrow('no Kafka brokers are configured');
  await expect(none.read({ topic, group: topic, onBatch: async () => true })).rejects.toThrow(
    'no Kafka brokers are configured',
  );
  await none.close();
});

test('a connected process with nothing to do hardly ever wakes; the client as shipped always does', async () => {
  const other = createTopicName();
  await bus.ensureTopic(caseEventsTopic(other));
  const [ours, asShipped] = await Promise.all([
    turnsPerSecond(topic),
    turnsPerSecond(other, 'as-shipped'),
  ]);
  expect(ours).toBeGreaterThan(0);
  expect(ours).toBeLessThan(50);
  expect(asShipped).toBeGreaterThan(100);
}, 60_000);

/** Of the event loop of an idle process with one reader and one producer. */
async function turnsPerSecond(ofTopic: string, client = 'mended'): Promise<number> {
  const program = join(__dirname, 'idle-process.ts');
  const brokers = testStack().kafkaBrokers.join(',');
  const args = ['--require', 'tsx/cjs', program, brokers, ofTopic, client];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: childEnvironment() });
  return Number(stdout);
}
