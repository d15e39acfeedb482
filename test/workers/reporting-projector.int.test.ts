/**
 * The projector against real PostgreSQL and Kafka: duplicates, poison, gaps and rebuilds, and what the
 * dashboard then says.
 */
import pino from 'pino';
import type { CivilDate } from '../../domain/civil-date';
import type { RecordedEvent } from '../../domain/events';
import { encodeEvent } from '../../messaging/envelope';
import { createBus } from '../../messaging/kafka';
import type { Bus } from '../../messaging/kafka';
import { caseEventsTopic, reportingGroup } from '../../messaging/topics';
import { applyEvents, RebuildRunningError } from '../../store/apply-report';
import { rebuildReports } from '../../store/rebuild-reports';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { listParkedMessages } from '../../store/parked-messages';
import { readReportLag, readReportLine, readReportSummary } from '../../store/reports';
import { startRelay } from '../../workers/outbox-relay';
import { startProjector } from '../../workers/reporting-projector';
import type { RunningWorker } from '../../workers/run';
import { createTestDatabase, createTopicName, testStack } from '../support/stack';
import type { TestDatabase } from '../support/stack';
import { createOffice, give, OFFICER_ID, receiveCase, resolveCase, until } from './live-cases';
import type { LiveCase } from './live-cases';

const log = pino({ level: 'silent' });
const TODAY = '2026-11-24' as CivilDate;
const YEAR = { from: '2026-01-01' as CivilDate, to: '2026-12-31' as CivilDate };

let testDatabase: TestDatabase;
let database: Database;
let officeId: string;
let bus: Bus;
let topic: string;
let workers: RunningWorker[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { poolSize: 4 });
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

beforeEach(async () => {
  await database.outboxRow.deleteMany();
  officeId = await createOffice(database);
  topic = createTopicName();
  workers = [];
  bus = createBus({ brokers: testStack().kafkaBrokers, clientId: 'test' });
  await bus.ensureTopic(caseEventsTopic(topic));
}, 30_000);

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await bus.close();
}, 30_000);

function project(): RunningWorker {
  const projector = startProjector({ database, bus, topic, log });
  workers.push(projector);
  return projector;
}

const send = (events: readonly RecordedEvent[]): Promise<void> =>
  bus.publish(topic, events.map(encodeEvent));

const lastSequence = async (live: LiveCase): Promise<number> =>
  (await readReportLine(database, live.officeId, live.caseId))?.lastSequence ?? 0;

const isComplete = async (live: LiveCase): Promise<boolean> =>
  (await lastSequence(live)) === live.events.length;

/** Everything the reporting tables hold of these cases, in a fixed order. */
async function tables(): Promise<unknown> {
  const cases = await database.reportCase.findMany({
    where: { officeId },
    orderBy: { caseId: 'asc' },
  });
  const clocks = await database.reportClock.findMany({
    where: { officeId },
    orderBy: [{ caseId: 'asc' }, { clock: 'asc' }, { run: 'asc' }],
  });
  return { cases, clocks };
}

test('from the outbox to the report line within two seconds', async () => {
  const parts = { database, databaseUrl: testDatabase.appUrl, bus, topic, log };
  const relay = startRelay(parts);
  workers.push(relay);
  const projector = project();
  const first = await receiveCase(database, officeId);
  await until('warm', () => isComplete(first));
  await until('ready', () => relay.notReadyReason() === undefined);
  expect(projector.notReadyReason()).toBeUndefined();
  const began = Date.now();
  const live = await receiveCase(database, officeId);
  await until('the line', () => isComplete(live), 2_000);
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(await readReportLag(database, officeId)).toMatchObject({
    eventsBehind: 0,
    casesBehind: 0,
    behindSince: null,
    isWaitingForKafka: false,
    asOf: live.events.at(-1)?.at,
  });
});

test('events that come twice, or whole batches again, change nothing', async () => {
  const live = await receiveCase(database, officeId);
  await resolveCase(database, live);
  project();
  await send(live.events);
  await until('complete', () => isComplete(live));
  const before = await tables();
  await send(live.events.slice(3, 9));
  await send(live.events);
  await until('all read', async () => (await bus.lag(topic, reportingGroup(topic))) === 0);
  expect(await tables()).toEqual(before);
  expect(await listParkedMessages(database, officeId, 10)).toEqual([]);
});

test('a message that is no event is parked with its reason, and the others go on', async () => {
  const live = await receiveCase(database, officeId);
  const [first] = live.events;
  if (!first) throw new Error('no event');
  const encoded = encodeEvent(first);
  const broken = JSON.stringify({ ...JSON.parse(encoded.value), data: { kind: 'no_such_kind' } });
  await bus.publish(topic, [
    { ...encoded, key: 'no-case-of-ours', value: 'not json' },
    { ...encoded, key: 'another-key' },
  ]);
  const other = await receiveCase(database, officeId);
  await bus.publish(topic, [{ ...encoded, value: broken }]);
  await send(live.events.slice(1));
  await send(other.events);
  project();
  await until('the other case', () => isComplete(other));
  const parkedOf = (): Promise<unknown[]> => listParkedMessages(database, officeId, 100);
  await until('all parked', async () => (await parkedOf()).length === live.events.length);
  // Every partition, the strangers' messages included.
  await until('all read', async () => (await bus.lag(topic, reportingGroup(topic))) === 0);
  expect(await lastSequence(live)).toBe(0);
  const parked = await listParkedMessages(database, officeId, 100);
  expect(parked.at(-1)).toMatchObject({
    caseId: live.caseId,
    reason: 'invalid_data',
    detail: expect.stringContaining('CaseReceived: kind invalid_value') as string,
  });
  expect(new Set(parked.slice(0, -1).map((line) => line.reason))).toEqual(
    new Set(['sequence_gap']),
  );
  const foreign = (await listParkedMessages(database, null, 10)).filter(
    (line) => line.topic === topic,
  );
  expect(foreign.map((line) => line.reason).sort()).toEqual(['key_mismatch', 'not_json']);
  expect(await readReportLag(database, officeId)).toMatchObject({
    parked: live.events.length,
    casesBehind: 1,
    eventsBehind: live.events.length,
  });
});

test('an event whose values PostgreSQL refuses is parked, and does not hold up the others', async () => {
  const [live, other] = [
    await receiveCase(database, officeId),
    await receiveCase(database, officeId),
  ];
  const [first] = live.events;
  if (first?.type !== 'CaseReceived') throw new Error('no receipt');
  await send([{ ...first, data: { ...first.data, reference: 'KN-\u0000' } }]);
  await send(other.events);
  project();
  await until('the other case', () => isComplete(other));
  await until('parked', async () => {
    return (await listParkedMessages(database, officeId, 10)).length === 1;
  });
  const [parked] = await listParkedMessages(database, officeId, 10);
  expect(parked).toMatchObject({ caseId: live.caseId, reason: 'not_applicable' });
  expect(await lastSequence(live)).toBe(0);
});

test('after a gap the later events are parked, and a rebuild brings all of them in', async () => {
  const live = await receiveCase(database, officeId);
  const classification = { field: 'land', competence: 'own' } as const;
  await give(database, live, {
    type: 'ClassifyCase',
    data: classification,
    by: 'intake_officer',
    on: '2026-11-03',
  });
  await give(database, live, { type: 'AcceptCase', data: {}, by: 'chair', on: '2026-11-04' });
  project();
  await send(live.events.slice(0, 2));
  await send(live.events.slice(3));
  const missed = live.events.length - 3;
  await until('parked', async () => {
    return (await listParkedMessages(database, officeId, 100)).length === missed;
  });
  expect(await lastSequence(live)).toBe(2);
  await rebuildReports(database);
  expect(await lastSequence(live)).toBe(live.events.length);
  expect(await listParkedMessages(database, officeId, 100)).toEqual([]);
  const data = { officerId: OFFICER_ID };
  await give(database, live, { type: 'AssignCase', data, by: 'chair', on: '2026-11-05' });
  await send(live.events.slice(-1));
  await until('the next event', () => isComplete(live));
});

test('a rebuild from the audit log equals what was applied event by event', async () => {
  const lives = [];
  for (const sentOn of ['2026-11-12', '2026-11-20', '2026-11-12']) {
    const live = await receiveCase(database, officeId, '2026-11-02', 'reception');
    await resolveCase(database, live, sentOn);
    lives.push(live);
  }
  lives.push(await receiveCase(database, officeId));
  project();
  for (const live of lives) await send(live.events);
  for (const live of lives) await until('complete', () => isComplete(live));
  const incremental = await tables();
  const progress: number[] = [];
  const done = await rebuildReports(database, ({ cases }) => {
    progress.push(cases);
  });
  expect(await tables()).toEqual(incremental);
  expect(done.broken).toEqual([]);
  expect(progress.at(-1)).toBe(done.cases);
});

test('readers see the old reports while a rebuild runs, and projectors wait for it', async () => {
  const live = await receiveCase(database, officeId);
  await applyEvents(database, live.events);
  const later = await receiveCase(database, officeId);
  const seen: unknown[] = [];
  await rebuildReports(database, async () => {
    seen.push([await lastSequence(live), await lastSequence(later)]);
    await expect(applyEvents(database, later.events)).rejects.toThrow(RebuildRunningError);
  });
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen.map(String))).toEqual(new Set([`${live.events.length},0`]));
  await expect(applyEvents(database, later.events)).resolves.toEqual({
    applied: 0,
    duplicates: later.events.length,
  });
});

test('two projectors share the work without losing or doubling an event', async () => {
  const lives: LiveCase[] = [];
  for (let index = 0; index < 6; index += 1) {
    const live = await receiveCase(database, officeId);
    await resolveCase(database, live);
    lives.push(live);
  }
  const first = project();
  project();
  for (const live of lives.slice(0, 3)) await send(live.events);
  for (const live of lives.slice(0, 3)) await until('complete', () => isComplete(live));
  for (const live of lives.slice(3)) await send(live.events);
  await first.stop();
  for (const live of lives) await until('complete', () => isComplete(live));
  expect(await listParkedMessages(database, officeId, 10)).toEqual([]);
}, 60_000);

test('the summary counts states, months, kept and broken duties, and what is due', async () => {
  const kept = await receiveCase(database, officeId);
  await resolveCase(database, kept);
  // Sending takes three working days (KN-SEND-1) from the 10th; the 20th is too late.
  const late = await receiveCase(database, officeId);
  await resolveCase(database, late, '2026-11-20');
  // Acceptance is due seven working days from receipt: the 2nd is overdue on the 24th, the 23rd is not.
  const overdue = await receiveCase(database, officeId);
  const fresh = await receiveCase(database, officeId, '2026-11-23');
  for (const live of [kept, late, overdue, fresh]) await applyEvents(database, live.events);
  const summary = await readReportSummary(database, officeId, {
    today: TODAY,
    period: YEAR,
    dueWithinDays: 14,
  });
  expect(summary.byState).toEqual({ closed: 2, received: 2 });
  expect(summary.open).toBe(2);
  expect(summary.byField).toEqual({ land: 2, unclassified: 2 });
  expect(summary.byMonth).toHaveLength(12);
  expect(summary.byMonth[10]).toEqual({
    month: '2026-11',
    received: 4,
    decided: 2,
    closed: 2,
    settled: 6,
    onTime: 5,
  });
  expect(summary.onTime).toMatchObject({ settled: 6, onTime: 5, rate: 83.3 });
  expect(summary.onTime.goal?.ruleId).toBe('TTHC-ONTIME-GOAL');
  expect(summary.breaches).toEqual([
    expect.objectContaining({ caseId: overdue.caseId, clock: 'accept', isBreached: true }),
  ]);
  expect(summary.dueSoon).toEqual([
    expect.objectContaining({ caseId: fresh.caseId, clock: 'accept', isBreached: false }),
  ]);
  const stranger = await createOffice(database);
  const empty = await readReportSummary(database, stranger, {
    today: TODAY,
    period: YEAR,
    dueWithinDays: 14,
  });
  expect(empty.open).toBe(0);
  expect(await readReportLine(database, stranger, kept.caseId)).toBeUndefined();
});
