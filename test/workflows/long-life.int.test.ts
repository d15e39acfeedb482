/** Cases that outlive a run, and a workflow that fell behind what was recorded. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Case } from '../../domain/case';
import { demoOfficerId } from '../../prisma/seed';
import { verifyAuditLog } from '../../store/audit-log';
import type { CaseRowModel } from '../../store/generated/models';
import { recordFacts } from '../../store/record-facts';
import { putText } from '../../store/words';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';

let office: Office;

beforeAll(async () => {
  office = await openOffice({ updatesPerRun: 3 });
});

afterAll(async () => {
  await office.close();
});

function note(caseId: string, key: string, body = 'Ghi chú.') {
  return office.command('tiepdan', caseId, 'AddNote', { note: body }, { key });
}

it('goes on in new runs and still knows a command it took in an old one', async () => {
  const { body: current } = await office.receive();
  const key = randomUUID();
  const data = { field: 'land', competence: 'own' };
  const classify = () => office.command('tiepdan', current.caseId, 'ClassifyCase', data, { key });
  const first = await classify();
  expect(first.status).toBe(200);
  for (let count = 0; count < 20; count += 1) {
    expect((await note(current.caseId, randomUUID())).status).toBe(200);
  }
  // By now several runs have passed, and the state allows no second classification.
  const again = await classify();
  expect(again).toMatchObject({ status: 200, body: { state: 'classified' } });
  const events = await office.database.caseEvent.findMany({ where: { caseId: current.caseId } });
  expect(events.filter((event) => event.type === 'CaseClassified')).toHaveLength(1);
  expect(events.filter((event) => event.type === 'NoteAdded')).toHaveLength(20);
});

it('takes fifty commands at once across runs, each exactly once', async () => {
  const { body: current } = await office.receive();
  const keys = Array.from({ length: 50 }, () => randomUUID());
  const answers = await Promise.all(
    keys.map((key, index) => note(current.caseId, key, `${index}`)),
  );
  expect(answers.map((answer) => [answer.status, (answer.body as { code?: string }).code])).toEqual(
    Array(50).fill([200, undefined]),
  );
  const notes = { caseId: current.caseId, type: 'NoteAdded' };
  expect(await office.database.caseEvent.count({ where: notes })).toBe(50);
});

it('catches up with what was recorded before a crash it never heard of', async () => {
  const { body: current } = await office.receive();
  const { caseId } = current;
  const row = await office.database.caseRow.findUniqueOrThrow({ where: { caseId } });
  const officeId = row.officeId;
  // As a worker does that dies between the database's commit and Temporal's.
  const ref = await putText(office.database, { id: randomUUID(), caseId, officeId }, 'Mất dấu.');
  await recordFacts(office.database, {
    caseId,
    officeId,
    commandId: randomUUID(),
    commandHash: '0'.repeat(64),
    actor: { officerId: demoOfficerId('tiepdan'), role: 'intake_officer' },
    decidedAt: Date.now(),
    current: row.snapshot as unknown as Case,
    facts: [{ type: 'NoteAdded', data: { note: ref } }],
  });
  const after = await note(caseId, randomUUID(), 'Sau sự cố.');
  expect(after).toMatchObject({ status: 200, body: { version: current.version + 2 } });
  expect(await verifyAuditLog(office.database)).toMatchObject({ breaks: [] });
});

it('goes on from what is recorded when the database was restored to an earlier moment', async () => {
  const { body: current } = await office.receive();
  const { caseId } = current;
  const backup = await office.database.caseRow.findUniqueOrThrow({ where: { caseId } });
  await note(caseId, randomUUID(), 'Sau bản sao lưu.');
  await restore(backup);
  const key = randomUUID();
  const after = await note(caseId, key, 'Sau khi khôi phục.');
  expect(after).toMatchObject({ status: 200, body: { version: current.version + 1 } });
  expect(await note(caseId, key, 'Sau khi khôi phục.')).toMatchObject({ status: 200 });
  expect(await verifyAuditLog(office.database)).toMatchObject({ breaks: [] });
});

/** Puts one case back to what it was, as a backup of the database does while Temporal's stays. */
async function restore({ caseId, version, snapshot }: CaseRowModel): Promise<void> {
  const owner = new Client({ connectionString: office.testDatabase.ownerUrl });
  await owner.connect();
  const guarded = ['case_events', 'recorded_commands'];
  for (const table of guarded) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const later = [caseId, version];
  await owner.query('DELETE FROM outbox WHERE case_id = $1 AND sequence > $2', later);
  await owner.query(
    'DELETE FROM recorded_commands WHERE case_id = $1 AND last_sequence > $2',
    later,
  );
  await owner.query('DELETE FROM case_events WHERE case_id = $1 AND sequence > $2', later);
  await owner.query('UPDATE cases SET version = $2, snapshot = $3 WHERE case_id = $1', [
    ...later,
    JSON.stringify(snapshot),
  ]);
  for (const table of guarded) await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await owner.end();
}
