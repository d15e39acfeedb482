/** The API on real parts: PostgreSQL, Temporal and a worker; only the socket is `inject`. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { CaseView, Problem } from '../../api/contract';
import { workflowIdOf } from '../../domain/names';
import { demoOfficerId } from '../../prisma/seed';
import { findChainBreak } from '../../store/audit-chain';
import { readChain } from '../../store/audit-log';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';
import { testStack } from '../support/stack';

// The second time without a workflow cache: every task replays the whole history.
describe.each([
  ['with the worker’s cache', undefined],
  ['replaying at every task', 0],
])('%s', (_name, maxCachedWorkflows) => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice({ maxCachedWorkflows });
  });

  afterAll(async () => {
    await office.close();
  });

  async function received(changes: object = {}): Promise<CaseView> {
    const { status, body } = await office.receive(changes);
    expect(status).toBe(201);
    return body;
  }

  async function eventTypes(current: CaseView): Promise<string[]> {
    const events = await office.database.caseEvent.findMany({
      where: { caseId: current.caseId },
      orderBy: { sequence: 'asc' },
    });
    return events.map((event) => event.type);
  }

  describe('a complaint from the counter to the archive', () => {
    it('goes through every step and leaves an unbroken chain', async () => {
      const { caseId } = await received({ channel: 'reception' });
      const give = async (
        userName: string,
        command: string,
        data: object = {},
      ): Promise<CaseView> => {
        const answer = await office.command(userName, caseId, command, data);
        expect({ command, status: answer.status, body: answer.body }).toMatchObject({
          status: 200,
        });
        return answer.body;
      };
      await give('tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' });
      const accepted = await give('chutich', 'AcceptCase');
      expect(accepted.clocks.find((clock) => clock.clock === 'resolve')).toMatchObject({
        status: 'running',
        ruleId: 'KN-RESOLVE-1',
        confidence: 'primary_mirror',
      });
      await give('chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') });
      await give('xacminh', 'AddNote', { note: 'Đã hẹn làm việc với thôn.' });
      await give('xacminh', 'ReportVerification', {
        findings: 'agree',
        report: 'Đúng như đơn nêu.',
      });
      await give('chutich', 'IssueDecision', {
        conclusion: 'right',
        outcome: 'cancel',
        decision: 'Hủy quyết định.',
      });
      await give('tiepdan', 'SendDecision', { recipients: ['complainant', 'inspectorate'] });
      await give('chanhvp', 'PublishDecision', { channel: 'posting' });
      const closed = await give('chutich', 'CloseCase');

      expect(closed).toMatchObject({ state: 'closed', isFinal: true, allowedCommands: [] });
      expect(closed.reference).toMatch(/^KN-\d{4}-\d{6}$/);
      expect(closed.clocks.map(({ clock, status }) => [clock, status])).toEqual([
        ['accept', 'met'],
        ['accept_warning', 'met'],
        ['answer_reception', 'met'],
        ['resolve', 'met'],
        ['send', 'met'],
      ]);
      const [anyOffice] = await office.database.office.findMany();
      const chain = await readChain(office.database, anyOffice?.id ?? '', caseId);
      expect(findChainBreak(chain)).toBeUndefined();
      expect(chain).toHaveLength(closed.version);

      const late = await office.command<Problem>('xacminh', caseId, 'AddNote', { note: 'Muộn.' });
      expect(late).toMatchObject({ status: 409, body: { code: 'case_is_final' } });
    });

    it('shows words only where they belong and never in an event', async () => {
      const current = await received();
      await office.command('xacminh', current.caseId, 'AddNote', { note: 'Từ bí mật 7319' });
      const history = await office.ask<{ events: { type: string; words: object }[] }>('thanhtra', {
        url: `/api/v1/cases/${current.caseId}/events`,
      });
      const note = history.body.events.find((event) => event.type === 'NoteAdded');
      expect(note?.words).toEqual({ note: 'Từ bí mật 7319' });
      const rows = await office.database.caseEvent.findMany({ where: { caseId: current.caseId } });
      expect(JSON.stringify(rows.map((row) => row.data))).not.toMatch(/7319|Nguyễn|Thôn 1/);
    });
  });

  it('knows a case and an officer by the letters of their ids, large or small', async () => {
    const { caseId } = await received();
    const LETTERS = caseId.toUpperCase();
    const key = randomUUID();
    const note = () => office.command('tiepdan', LETTERS, 'AddNote', { note: 'Ghi chú.' }, { key });
    const data = { field: 'land', competence: 'own' };
    expect(await note()).toMatchObject({ status: 200, body: { caseId } });
    expect(await office.command('tiepdan', LETTERS, 'ClassifyCase', data)).toMatchObject({
      status: 200,
      body: { caseId, state: 'classified' },
    });
    expect((await note()).status).toBe(200);
    await office.command('chutich', caseId, 'AcceptCase');
    const officerId = demoOfficerId('xacminh').toUpperCase();
    const assigned = await office.command('chutich', LETTERS, 'AssignCase', { officerId });
    expect(assigned.body.assignee).toMatchObject({ officerId: demoOfficerId('xacminh') });
  });

  describe('the same request twice', () => {
    it('received at the same time makes one case', async () => {
      const key = randomUUID();
      const [first, second] = await Promise.all([office.receive({}, key), office.receive({}, key)]);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(first.body.caseId).toBe(second.body.caseId);
      expect((await eventTypes(first.body)).filter((type) => type === 'CaseReceived')).toHaveLength(
        1,
      );
    });

    it('a command given ten times at the same time is one event', async () => {
      const current = await received();
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          office.command('tiepdan', current.caseId, 'AddNote', { note: 'Một lần.' }, { key }),
        ),
      );
      expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
      expect((await eventTypes(current)).filter((type) => type === 'NoteAdded')).toHaveLength(1);
    });

    it('with other content is refused', async () => {
      const current = await received();
      const key = randomUUID();
      const give = (data: object, command: string) =>
        office.command<Problem>('tiepdan', current.caseId, command, data, { key });
      await give({ note: 'Một.' }, 'AddNote');
      const other = await give({ note: 'Hai.' }, 'AddNote');
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      const classified = await give({ field: 'land', competence: 'own' }, 'ClassifyCase');
      expect(classified).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      expect(await eventTypes(current)).not.toContain('CaseClassified');
    });

    it('repeated after the case ended still gives the first outcome', async () => {
      const current = await received();
      const key = randomUUID();
      const withdraw = () =>
        office.command(
          'tiepdan',
          current.caseId,
          'WithdrawCase',
          { letter: 'Xin rút đơn.' },
          { key },
        );
      expect((await withdraw()).body.state).toBe('withdrawn');
      const again = await withdraw();
      expect(again).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    });
  });

  describe('refusals', () => {
    it('a command refused by the workflow’s validator is absent from Temporal’s history', async () => {
      const current = await received();
      const { temporalAddress: address, temporalNamespace: namespace } = testStack();
      const connection = await Connection.connect({ address });
      const client = new Client({ connection, namespace });
      const updates = async (): Promise<number> => {
        const history = await client.workflow
          .getHandle(workflowIdOf(current.caseId))
          .fetchHistory();
        const events = history.events ?? [];
        return events.filter((e) => e.workflowExecutionUpdateAcceptedEventAttributes).length;
      };
      expect(await updates()).toBe(1);
      await office.command('chutich', current.caseId, 'AcceptCase');
      expect(await updates()).toBe(1);
      const data = { field: 'land', competence: 'own' };
      await office.command('tiepdan', current.caseId, 'ClassifyCase', data);
      expect(await updates()).toBe(2);
      await connection.close();
    });

    it('a refused command leaves nothing in the history and no words behind', async () => {
      const current = await received();
      const before = await eventTypes(current);
      const answer = await office.command<Problem>('chutich', current.caseId, 'IssueDecision', {
        conclusion: 'right',
        outcome: 'cancel',
        decision: 'Không được phép.',
      });
      expect(answer).toMatchObject({ status: 409, body: { code: 'not_allowed_in_state' } });
      expect(await eventTypes(current)).toEqual(before);
      expect(await office.database.caseText.count({ where: { caseId: current.caseId } })).toBe(0);
    });

    it('a stale version gets a conflict naming the current one', async () => {
      const current = await received();
      const data = { field: 'land', competence: 'own' };
      const { body } = await office.command('tiepdan', current.caseId, 'ClassifyCase', data);
      const stale = await office.command<Problem>(
        'chutich',
        current.caseId,
        'AcceptCase',
        {},
        {
          expectedVersion: current.version,
        },
      );
      expect(stale.status).toBe(409);
      expect(stale.body).toMatchObject({
        code: 'version_conflict',
        params: { currentVersion: body.version, expectedVersion: current.version },
      });
    });

    it('each role may do only its own part', async () => {
      const current = await received();
      const answer = await office.command<Problem>('thanhtra', current.caseId, 'AddNote', {
        note: 'x',
      });
      expect(answer).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
    });

    it('a case of another office does not exist', async () => {
      const answer = await office.ask<Problem>('chutich', { url: `/api/v1/cases/${randomUUID()}` });
      expect(answer).toMatchObject({ status: 404, body: { code: 'case_not_found' } });
    });

    it('nobody without a session sees anything', async () => {
      for (const url of ['/api/v1/cases', '/api/v1/officers', '/api/v1/reports/summary']) {
        expect(await office.ask(null, { url })).toMatchObject({ status: 401 });
      }
    });
  });
});
