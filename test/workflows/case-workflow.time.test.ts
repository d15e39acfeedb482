/** The life of a case over weeks, on the real server with time skipped: warnings, breaches, suspensions. */
import type { CaseView, Problem } from '../../api/contract';
import type { RecordedEvent } from '../../domain/events';
import { demoOfficerId } from '../../prisma/seed';
import { readEventsAfter } from '../../store/audit-log';
import { fastForward } from '../support/fast-forward';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';

jest.setTimeout(180_000);

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

function factsOf(caseId: string): Promise<RecordedEvent[]> {
  return readEventsAfter(office.database, caseId, 0);
}

async function received(): Promise<CaseView> {
  const { status, body } = await office.receive();
  expect(status).toBe(201);
  return body;
}

async function give(user: string, caseId: string, command: string, data = {}): Promise<CaseView> {
  const answer = await office.command(user, caseId, command, data);
  expect({ command, ...answer }).toMatchObject({ status: 200 });
  return answer.body;
}

async function accepted(): Promise<CaseView> {
  const { caseId } = await received();
  await give('tiepdan', caseId, 'ClassifyCase', { field: 'land', competence: 'own' });
  await give('chutich', caseId, 'AcceptCase');
  return give('chanhvp', caseId, 'AssignCase', { officerId: demoOfficerId('xacminh') });
}

function about(events: readonly RecordedEvent[], clock: string): string[] {
  return events.flatMap((event) => {
    if (!('clock' in event.data) || event.data.clock !== clock) return [];
    const days = event.type === 'DeadlineWarned' ? ` ${event.data.daysLeft}` : '';
    return [`${event.type}${days}`];
  });
}

it('warns three days and one day ahead, then records one breach and escalates it', async () => {
  const { caseId } = await received();
  await fastForward(caseId, 20);
  const events = await factsOf(caseId);
  expect(about(events, 'accept')).toEqual([
    'DeadlineSet',
    'DeadlineWarned 3',
    'DeadlineWarned 1',
    'DeadlineMissed',
    'CaseEscalated',
  ]);
  const set = events.find((e) => e.type === 'DeadlineSet' && e.data.clock === 'accept');
  const missed = events.find((e) => e.type === 'DeadlineMissed');
  if (set?.type !== 'DeadlineSet' || missed?.type !== 'DeadlineMissed') throw new Error('no facts');
  // The breach is recorded at 24:00 of the due date in the office: 17:00 UTC.
  expect(missed.at.slice(0, 16)).toBe(`${set.data.dueOn}T17:00`);
  expect(missed.data.dueOn).toBe(set.data.dueOn);
});

it('a step done after its date keeps the breach and is late', async () => {
  const { caseId } = await received();
  await fastForward(caseId, 20);
  await give('tiepdan', caseId, 'ClassifyCase', { field: 'land', competence: 'own' });
  await give('chutich', caseId, 'AcceptCase');
  const events = await factsOf(caseId);
  expect(events.filter((e) => e.type === 'DeadlineMissed')).toHaveLength(1);
  const met = events.find((e) => e.type === 'DeadlineMet' && e.data.clock === 'accept');
  expect(met?.data).toMatchObject({ isLate: true });
});

it('a suspension stops the clock and the term goes on for as many days after it', async () => {
  const { caseId } = await accepted();
  const before = await factsOf(caseId);
  const set = before.find((e) => e.type === 'DeadlineSet' && e.data.clock === 'resolve');
  if (set?.type !== 'DeadlineSet') throw new Error('the resolve clock never started');
  await fastForward(caseId, 5);
  await give('chutich', caseId, 'SuspendResolution', {
    ground: 'awaiting_other_body',
    reason: 'Chờ kết luận của Thanh tra tỉnh.',
  });
  await fastForward(caseId, 60);
  expect(about(await factsOf(caseId), 'resolve')).toEqual(['DeadlineSet', 'DeadlinePaused']);
  await give('chutich', caseId, 'ResumeResolution', { reason: 'Đã có kết luận.' });
  const moved = (await factsOf(caseId)).find((e) => e.type === 'DeadlineMoved');
  if (moved?.type !== 'DeadlineMoved') throw new Error('the date did not move');
  const days = (Date.parse(moved.data.to) - Date.parse(set.data.dueOn)) / 86_400_000;
  // Sixty days more, and a few at most to the next working day.
  expect(days).toBeGreaterThanOrEqual(58);
  expect(days).toBeLessThanOrEqual(66);
});

it('an extension moves the date, warns afresh, and is refused after the term', async () => {
  const { caseId } = await accepted();
  await fastForward(caseId, 26);
  const extension = { criteria: ['b'], days: 15, reason: 'Hai nội dung phải xác minh.' };
  await give('chutich', caseId, 'ExtendResolution', extension);
  await fastForward(caseId, 30);
  const facts = about(await factsOf(caseId), 'resolve');
  expect(facts.slice(0, 3)).toEqual(['DeadlineSet', 'DeadlineWarned 7', 'DeadlineMoved']);
  expect(facts.filter((fact) => fact === 'DeadlineMissed')).toHaveLength(1);
  const late = await office.command<Problem>('chutich', caseId, 'ExtendResolution', extension);
  expect(late).toMatchObject({ status: 422, body: { code: 'extension_not_possible' } });
});

it('a case nobody touches sleeps on after its last alarm', async () => {
  const { caseId } = await received();
  await fastForward(caseId, 400);
  const events = (await factsOf(caseId)).length;
  await fastForward(caseId, 4_000);
  expect(await factsOf(caseId)).toHaveLength(events);
  await give('tiepdan', caseId, 'AddNote', { note: 'Vẫn còn đây.' });
});
