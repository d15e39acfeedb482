/** The recording transaction on real PostgreSQL: repeated, raced, stale, and a log that nobody can rewrite. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Case } from '../../domain/case';
import type { Command } from '../../domain/commands';
import { decide } from '../../domain/decide';
import { evolve } from '../../domain/evolve';
import { CURRENT_RULE_SET } from '../../domain/rules';
import { DEMO_OFFICE_ID, demoOfficerId, seedOffice } from '../../prisma/seed';
import { readEventsAfter, verifyAuditLog } from '../../store/audit-log';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { MissingWordsError, recordFacts, StaleDecisionError } from '../../store/record-facts';
import type { RecordFactsInput } from '../../store/record-facts';
import { commitmentOf, putSubmission, putText } from '../../store/words';
import { createTestDatabase } from '../support/stack';
import type { TestDatabase } from '../support/stack';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { poolSize: 10 });
  await seedOffice(database);
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

const NOW = Date.UTC(2026, 10, 24, 3);
const intake = { officerId: demoOfficerId('tiepdan'), role: 'intake_officer' } as const;

async function inputFor(
  current: Case | null,
  make: (caseId: string) => Promise<Pick<Command, 'type' | 'data'>>,
): Promise<RecordFactsInput> {
  const caseId = current?.caseId ?? randomUUID();
  const target = { caseId, officeId: DEMO_OFFICE_ID };
  const commandId = randomUUID();
  const command = { ...(await make(caseId)), commandId, actor: intake } as Command;
  const decision = decide(target, current ?? undefined, command, NOW);
  if ('refusal' in decision) throw new Error(`refused: ${decision.refusal}`);
  const { facts } = decision;
  return {
    ...target,
    commandId,
    commandHash: 'a'.repeat(64),
    actor: intake,
    decidedAt: NOW,
    current,
    facts,
  };
}

function receipt(): Promise<RecordFactsInput> {
  return inputFor(null, async (caseId) => ({
    type: 'ReceiveCase',
    data: {
      kind: 'complaint',
      channel: 'post',
      receivedOn: '2026-11-24' as never,
      complainants: 1,
      isRemoteArea: false,
      ...(await putSubmission(
        database,
        { id: randomUUID(), caseId, officeId: DEMO_OFFICE_ID },
        { complainantName: 'A', address: 'B', respondent: 'C', content: 'D', request: 'E' },
      )),
      ruleSet: CURRENT_RULE_SET,
      calendar: { version: 0, days: [] },
    },
  }));
}

function note(current: Case, body = 'Ghi chú.'): Promise<RecordFactsInput> {
  return inputFor(current, async (caseId) => ({
    type: 'AddNote',
    data: {
      note: await putText(database, { id: randomUUID(), caseId, officeId: DEMO_OFFICE_ID }, body),
    },
  }));
}

async function received(): Promise<Case> {
  const { events } = await recordFacts(database, await receipt());
  return events.reduce<Case | undefined>((folded, event) => evolve(folded, event), undefined)!;
}

describe('recording', () => {
  it('the same command again returns what was recorded the first time', async () => {
    const input = await receipt();
    const first = await recordFacts(database, input);
    const second = await recordFacts(database, { ...input, decidedAt: NOW + 60_000 });
    expect(second.events).toEqual(first.events);
    expect(await database.caseEvent.count({ where: { caseId: input.caseId } })).toBe(
      first.events.length,
    );
  });

  it('nor is a command recorded twice that was decided afresh, its words erased since', async () => {
    const current = await received();
    const input = await note(current);
    const { events } = await recordFacts(database, input);
    const after = events.reduce<Case | undefined>(
      (folded, event) => evolve(folded, event),
      current,
    );
    const again = { ...input, current: after! };
    expect((await recordFacts(database, again)).events).toEqual(events);
    await database.caseText.deleteMany({ where: { caseId: current.caseId } });
    expect((await recordFacts(database, again)).events).toEqual(events);
    expect((await recordFacts(database, input)).events).toEqual(events);
  });

  it('twenty copies of one command at once record it once', async () => {
    const input = await note(await received());
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => recordFacts(database, input)),
    );
    expect(results.some((result) => result.status === 'fulfilled')).toBe(true);
    const events = await database.caseEvent.findMany({ where: { commandId: input.commandId } });
    expect(events).toHaveLength(1);
  });

  it('two decisions made on one version: one is recorded, the other is told that it is stale', async () => {
    const current = await received();
    const inputs = [await note(current, 'Một.'), await note(current, 'Hai.')];
    const results = await Promise.allSettled(inputs.map((input) => recordFacts(database, input)));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(recordFacts(database, await note(current, 'Ba.'))).rejects.toThrow(
      StaleDecisionError,
    );
  });

  it('a fact whose words are gone records nothing', async () => {
    const current = await received();
    const input = await note(current);
    await database.caseText.deleteMany({ where: { caseId: current.caseId } });
    await expect(recordFacts(database, input)).rejects.toThrow(MissingWordsError);
    const row = await database.caseRow.findUniqueOrThrow({ where: { caseId: current.caseId } });
    expect(row.version).toBe(current.version);
  });

  it('reference numbers run without a gap under load', async () => {
    const before = await database.referenceCounter.findFirst();
    const inputs = await Promise.all(Array.from({ length: 25 }, receipt));
    await Promise.all(inputs.map((input) => recordFacts(database, input)));
    const after = await database.referenceCounter.findFirstOrThrow();
    expect(after.last - (before?.last ?? 0)).toBe(25);
    expect(await database.caseRow.count()).toBe(after.last);
  });

  it('the stored case equals the fold of its events', async () => {
    const rows = await database.caseRow.findMany();
    expect(rows.length).toBeGreaterThan(25);
    for (const row of rows) {
      const events = await readEventsAfter(database, row.caseId, 0);
      const folded = events.reduce<Case | undefined>((c, event) => evolve(c, event), undefined);
      expect(JSON.parse(JSON.stringify(folded))).toEqual(row.snapshot);
    }
  });

  it('a commitment hides the words and proves them', async () => {
    const current = await received();
    const id = randomUUID();
    const place = { id, caseId: current.caseId, officeId: DEMO_OFFICE_ID };
    const ref = await putText(database, place, 'Đúng từng chữ.');
    const row = await database.caseText.findUniqueOrThrow({ where: { id } });
    expect(commitmentOf(row.salt, 'Đúng từng chữ.')).toBe(ref.commitment);
    expect(commitmentOf(row.salt, 'Đúng từng chữ')).not.toBe(ref.commitment);
    expect(commitmentOf('0'.repeat(64), 'Đúng từng chữ.')).not.toBe(ref.commitment);
  });
});

describe('the audit log', () => {
  const TABLES = ['case_events', 'recorded_commands', 'calendar_changes'];
  const REWRITES = (table: string): string[] => [
    `UPDATE ${table} SET command_id = command_id`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table} CASCADE`,
  ];

  async function as<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return work(client).finally(() => client.end());
  }

  it.each(TABLES)('%s is refused to the application by grant', async (table) => {
    for (const sql of REWRITES(table)) {
      await expect(as(testDatabase.appUrl, (client) => client.query(sql))).rejects.toThrow(
        /permission denied|does not exist/,
      );
    }
  });

  it.each(TABLES.slice(0, 2))('%s is refused to its owner by trigger', async (table) => {
    for (const sql of REWRITES(table)) {
      await expect(as(testDatabase.ownerUrl, (client) => client.query(sql))).rejects.toThrow(
        /append-only/,
      );
    }
  });

  it('shows what an owner changed behind the triggers’ back', async () => {
    const { caseId } = await received();
    await recordFacts(database, await note((await caseOf(caseId))!));
    expect(await verifyAuditLog(database)).toMatchObject({ breaks: [] });
    const tamper = (sql: string): Promise<unknown> =>
      as(testDatabase.ownerUrl, async (client) => {
        await client.query('ALTER TABLE case_events DISABLE TRIGGER case_events_append_only');
        await client.query(sql);
        await client.query('ALTER TABLE case_events ENABLE TRIGGER case_events_append_only');
      });
    await tamper(
      `UPDATE case_events SET data = jsonb_set(data, '{complainants}', '9') WHERE case_id = '${caseId}' AND sequence = 1`,
    );
    expect((await verifyAuditLog(database)).breaks).toEqual([
      { caseId, sequence: 1, reason: 'hash_differs' },
    ]);
    await tamper(
      `UPDATE case_events SET data = jsonb_set(data, '{complainants}', '1') WHERE case_id = '${caseId}' AND sequence = 1`,
    );
    expect((await verifyAuditLog(database)).breaks).toEqual([]);
    await tamper(
      `ALTER TABLE outbox DROP CONSTRAINT outbox_case_id_sequence_fkey; DELETE FROM case_events WHERE case_id = '${caseId}' AND sequence = 2`,
    );
    expect((await verifyAuditLog(database)).breaks).toEqual([
      { caseId, sequence: 3, reason: 'sequence_gap' },
    ]);
  });

  it('shows a tail that was cut off', async () => {
    const { caseId, version } = await received();
    await as(testDatabase.ownerUrl, async (client) => {
      await client.query('ALTER TABLE case_events DISABLE TRIGGER case_events_append_only');
      await client.query(
        'ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_case_id_sequence_fkey',
      );
      await client.query(
        `DELETE FROM case_events WHERE case_id = '${caseId}' AND sequence = ${version}`,
      );
      await client.query('ALTER TABLE case_events ENABLE TRIGGER case_events_append_only');
    });
    expect((await verifyAuditLog(database)).breaks).toContainEqual({
      caseId,
      sequence: version - 1,
      reason: 'tail_missing',
    });
    // Nothing is chained to an event that is not there.
    const current = await caseOf(caseId);
    await expect(recordFacts(database, await note(current!))).rejects.toThrow();
    expect((await caseOf(caseId))?.version).toBe(version);
  });

  async function caseOf(caseId: string): Promise<Case | null> {
    const row = await database.caseRow.findUnique({ where: { caseId } });
    return row?.snapshot as unknown as Case | null;
  }
});
