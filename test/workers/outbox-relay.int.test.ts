/**
 * The relay against real PostgreSQL and Kafka: what a crash, a second relay, a dead broker or a late commit
 * does to the order and completeness of a case's events.
 */
import pino from 'pino';
import { Client } from 'pg';
import type { CivilDate } from '../../domain/civil-date';
import { decodeEvent } from '../../messaging/envelope';
import { createBus } from '../../messaging/kafka';
import type { Bus, ReceivedMessage, Reader } from '../../messaging/kafka';
import { caseEventsTopic } from '../../messaging/topics';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { claimBatch, deletePublished, outboxBacklog } from '../../store/outbox';
import { startRelay } from '../../workers/outbox-relay';
import type { RunningWorker } from '../../workers/run';
import { createTestDatabase, createTopicName, testStack } from '../support/stack';
import type { TestDatabase } from '../support/stack';
import { createOffice, give, receiveCase, resolveCase, until } from './live-cases';
import type { LiveCase } from './live-cases';

const log = pino({ level: 'silent' });
let testDatabase: TestDatabase;
let database: Database;
let officeId: string;
let bus: Bus;
let topic: string;
let heard: ReceivedMessage[];
let reader: Reader;
let relays: RunningWorker[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { poolSize: 4 });
  officeId = await createOffice(database);
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

beforeEach(async () => {
  await database.outboxRow.deleteMany();
  topic = createTopicName();
  heard = [];
  relays = [];
  bus = createBus({ brokers: testStack().kafkaBrokers, clientId: 'test' });
  await bus.ensureTopic(caseEventsTopic(topic));
  reader = await bus.read({
    topic,
    group: topic,
    onBatch: async ({ messages }) => {
      heard.push(...messages);
      return true;
    },
  });
}, 30_000);

afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await reader.stop();
  await bus.close();
}, 30_000);

function start(through: Bus = bus): RunningWorker {
  const parts = { database, databaseUrl: testDatabase.appUrl, bus: through, topic, log };
  const relay = startRelay(parts);
  relays.push(relay);
  return relay;
}

/** Sequences of a case as they came, duplicates included. */
function sequencesOf(live: LiveCase): number[] {
  return heard
    .filter((message) => message.key === live.caseId)
    .map((message) => {
      const decoded = decodeEvent(message.value);
      if ('fault' in decoded) throw new Error(decoded.fault.detail);
      return decoded.event.sequence;
    });
}

const unique = (sequences: number[]): number[] => [...new Set(sequences)];
const all = (live: LiveCase): number[] => live.events.map((event) => event.sequence);

async function leaderPid(owner: Client): Promise<number | undefined> {
  const { rows } = await owner.query<{ pid: number }>(
    `SELECT l.pid FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
     WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()`,
  );
  return rows[0]?.pid;
}

test('every event of every case arrives once, in order, as it was recorded', async () => {
  const lives = [await receiveCase(database, officeId), await receiveCase(database, officeId)];
  start();
  for (const live of lives) await resolveCase(database, live);
  for (const live of lives) {
    await until('all events heard', () => sequencesOf(live).length >= live.events.length);
    expect(sequencesOf(live)).toEqual(all(live));
    const events = heard.flatMap(({ key, value }) => {
      const decoded = decodeEvent(value);
      return key === live.caseId && 'event' in decoded ? [decoded.event] : [];
    });
    expect(events).toEqual(live.events);
  }
  await until('outbox empty', async () => (await outboxBacklog(database)).waiting === 0);
});

test('a new event wakes an idle relay at once, without waiting for its next look', async () => {
  const relay = start();
  await until('leading', async () => (await relay.metrics()).relay_is_leader === 1);
  await receiveCase(database, officeId);
  await until('outbox empty', async () => (await outboxBacklog(database)).waiting === 0);
  const began = Date.now();
  const live = await receiveCase(database, officeId);
  await until('heard', () => sequencesOf(live).length > 0, 2_000);
  expect(Date.now() - began).toBeLessThan(2_000);
});

test('a crash between sending and marking sends again, and keeps the order', async () => {
  const live = await receiveCase(database, officeId);
  await resolveCase(database, live);
  const halfway: Bus = {
    ...bus,
    publish: async (name, records) => {
      await bus.publish(name, records);
      throw new Error('died before marking');
    },
  };
  const crashed = start(halfway);
  await until('sent once', () => sequencesOf(live).length >= live.events.length);
  await crashed.stop();
  expect((await outboxBacklog(database)).waiting).toBe(live.events.length);
  start();
  await until('outbox empty', async () => (await outboxBacklog(database)).waiting === 0);
  await until('sent twice', () => sequencesOf(live).length >= 2 * live.events.length);
  expect(unique(sequencesOf(live))).toEqual(all(live));
});

test('after a failed batch nothing later is sent before it', async () => {
  const live = await receiveCase(database, officeId);
  let isBroken = true;
  const attempts: string[][] = [];
  const flaky: Bus = {
    ...bus,
    publish: async (name, records) => {
      attempts.push(records.map((record) => record.value));
      if (isBroken) throw new Error('not enough replicas');
      await bus.publish(name, records);
    },
  };
  const relay = start(flaky);
  await until('a failed attempt', () => attempts.length > 0);
  expect(relay.notReadyReason()).toBe('publishing: not enough replicas');
  await resolveCase(database, live);
  await until('more attempts', () => attempts.length > 2);
  expect(sequencesOf(live)).toEqual([]);
  isBroken = false;
  await until('all heard', () => sequencesOf(live).length >= live.events.length);
  expect(sequencesOf(live)).toEqual(all(live));
  // The reader hears of the batch before the relay does.
  await until('ready again', () => relay.notReadyReason() === undefined);
});

test('of two relays one leads, and the other takes over when its session is killed', async () => {
  const owner = new Client({ connectionString: testDatabase.ownerUrl });
  await owner.connect();
  const [first, second] = [start(), start()];
  const leaders = async (): Promise<number> => {
    const metrics = await Promise.all([first.metrics(), second.metrics()]);
    return metrics.reduce((sum, each) => sum + (each.relay_is_leader ?? 0), 0);
  };
  await until('one leads', async () => (await leaders()) === 1);
  const live = await receiveCase(database, officeId);
  await until('heard', () => sequencesOf(live).length >= live.events.length);
  const before = await leaderPid(owner);
  const superuser = new Client({
    connectionString: testStack().superuserUrl,
  });
  await superuser.connect();
  await superuser.query('SELECT pg_terminate_backend($1)', [before]);
  await superuser.end();
  await until('another session leads', async () => {
    const now = await leaderPid(owner);
    return now !== undefined && now !== before;
  });
  await until('still one leads', async () => (await leaders()) === 1);
  await resolveCase(database, live);
  await until('all heard', () => sequencesOf(live).length >= live.events.length);
  expect(unique(sequencesOf(live))).toEqual(all(live));
  await owner.end();
});

test('a row that commits late under a lower number is still published', async () => {
  const relay = start();
  await until('leading', async () => (await relay.metrics()).relay_is_leader === 1);
  const early = await receiveCase(database, officeId);
  await until('outbox empty', async () => (await outboxBacklog(database)).waiting === 0);
  // The row of an unfinished transaction: it has its number before `early`'s next one, and commits after.
  const slow = new Client({ connectionString: testDatabase.appUrl });
  await slow.connect();
  await slow.query('BEGIN');
  await slow.query('DELETE FROM outbox WHERE case_id = $1 AND sequence = 1', [early.caseId]);
  await slow.query('INSERT INTO outbox (case_id, sequence) VALUES ($1, 1)', [early.caseId]);
  const later = await receiveCase(database, officeId);
  await until('the later one is heard', () => sequencesOf(later).length >= later.events.length);
  await slow.query('COMMIT');
  await slow.end();
  await until(
    'the late one is heard',
    () => sequencesOf(early).filter((n) => n === 1).length === 2,
  );
  await until('outbox empty', async () => (await outboxBacklog(database)).waiting === 0);
});

test('events too large for one batch together are sent in several, in order', async () => {
  const live = await receiveCase(database, officeId);
  const days = Array.from({ length: 2_000 }, (_, index) => ({
    date: new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10) as CivilDate,
    kind: 'local_closure' as const,
    status: 'confirmed' as const,
    name: 'Ngày nghỉ '.repeat(15),
    document: 'Văn bản '.repeat(30),
    knownOn: '2026-11-01' as CivilDate,
  }));
  for (const version of [1, 2, 3]) {
    await give(database, live, {
      type: 'ApplyCalendar',
      data: { calendar: { version, days } },
      by: 'administrator',
      on: '2026-11-03',
    });
  }
  start();
  await until('all heard', () => sequencesOf(live).length >= live.events.length);
  expect(sequencesOf(live)).toEqual(all(live));
});

test('only rows published longer ago than the days given are deleted', async () => {
  const live = await receiveCase(database, officeId);
  const [oldest] = await claimBatch(database, 1);
  await database.outboxRow.updateMany({
    where: { id: oldest?.id ?? 0n },
    data: { publishedAt: new Date(Date.now() - 8 * 86_400_000) },
  });
  expect(await deletePublished(database, 7, 100)).toBe(1);
  expect(await database.outboxRow.count()).toBe(live.events.length - 1);
});
