/** The office's calendar over HTTP: who may enter a day, what is refused, and what happens to open cases. */
import { randomUUID } from 'node:crypto';
import { buildApp } from '../../api/app';
import { createCaseGateway } from '../../api/case-gateway';
import type { GatewayOptions } from '../../api/case-gateway';
import type { Problem } from '../../api/contract';
import { addDays, civilDateAt, toEpochDay, weekdayOf } from '../../domain/civil-date';
import type { CivilDate } from '../../domain/civil-date';
import type { RecordedEvent } from '../../domain/events';
import { calendarYears } from '../../domain/rules';
import { createCalendar } from '../../domain/working-days';
import { demoOfficerId } from '../../prisma/seed';
import { findChainBreak } from '../../store/audit-chain';
import { readChain, readEventsAfter } from '../../store/audit-log';
import { openOffice } from '../support/office';
import type { Answer, Office } from '../support/office';
import { createTaskQueueName, testStack } from '../support/stack';

let office: Office;

const TODAY = civilDateAt(Date.now());
const published = createCalendar(calendarYears());

/** The n-th coming day that is an ordinary working day in the published calendar. */
function workingDay(n: number): CivilDate {
  let found = 0;
  for (let date = addDays(TODAY, 1); ; date = addDays(date, 1)) {
    const isPlain = published.describeDay(toEpochDay(date)).kind === 'ordinary';
    if (isPlain && (found += 1) === n) return date;
  }
}

function comingSaturday(): CivilDate {
  return addDays(TODAY, ((6 - weekdayOf(TODAY) + 7) % 7) + 7);
}

function closure(date: string, changes: object = {}): object {
  return {
    date,
    kind: 'local_closure',
    status: 'confirmed',
    name: 'Trụ sở ngập do mưa lũ',
    document: `Thông báo 12/TB-UBND về ngày ${date}`,
    knownOn: TODAY,
    ...changes,
  };
}

interface Change {
  changeId: string;
  version: number;
  location: string;
}

function enter<T = Change>(day: object, key = randomUUID(), user = 'quantri'): Promise<Answer<T>> {
  return office.ask<T>(user, {
    method: 'POST',
    url: '/api/v1/calendar/days',
    headers: { 'idempotency-key': key },
    payload: day,
  });
}

interface Changes {
  changes: { changeId: string; version: number; casesBehind: number; isDone: boolean }[];
}

async function changes(): Promise<Changes['changes']> {
  return (await office.ask<Changes>('tiepdan', { url: '/api/v1/calendar/changes' })).body.changes;
}

/** Asks again until every open case has taken every change. */
async function settled(): Promise<void> {
  while ((await changes()).some((change) => !change.isDone)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function dueOf(caseId: string, clock = 'accept'): Promise<string | null | undefined> {
  const { body } = await office.ask('tiepdan', { url: `/api/v1/cases/${caseId}` });
  return body.clocks.find((line) => line.clock === clock)?.dueOn;
}

async function movesOf(caseId: string): Promise<RecordedEvent[]> {
  const events = await readEventsAfter(office.database, caseId, 0);
  return events.filter((event) => event.type === 'DeadlineMoved');
}

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

describe('the calendar of a year', () => {
  it('shows every exceptional day with the document it rests on', async () => {
    const { status, body } = await office.ask<{
      isKnownYear: boolean;
      version: number;
      days: { date: string }[];
    }>('tiepdan', { url: '/api/v1/calendar?year=2026' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ isKnownYear: true, version: 0 });
    expect(body.days).toHaveLength(
      calendarYears().find((calendar) => calendar.year === 2026)!.days.length,
    );
    expect(body.days.find((day) => day.date === '2026-11-24')).toMatchObject({
      status: 'unconfirmed',
      isWorking: true,
      isOfficeDay: false,
      weekday: 2,
      document: { confidence: 'secondary', title: expect.stringContaining('80-NQ/TW') },
    });
  });

  it('says that a year without a published calendar is not known', async () => {
    const { body } = await office.ask('tiepdan', { url: '/api/v1/calendar?year=2031' });
    expect(body).toMatchObject({ isKnownYear: false, days: [] });
  });

  it('is for signed-in people and for years that exist', async () => {
    expect(await office.ask(null, { url: '/api/v1/calendar' })).toMatchObject({ status: 401 });
    expect(await office.ask(null, { url: '/api/v1/calendar/changes' })).toMatchObject({
      status: 401,
    });
    for (const year of ['0', '10000', 'abc', '2026.5', '']) {
      const answer = await office.ask('tiepdan', { url: `/api/v1/calendar?year=${year}` });
      expect({ year, status: answer.status }).toEqual({ year, status: 400 });
    }
  });
});

describe('a day that is refused', () => {
  const refusals: [string, string, object, number, string][] = [
    ['a date of another age', 'calendar_date_out_of_range', { date: '1026-11-24' }, 422, 'date'],
    ['a date far ahead', 'calendar_date_out_of_range', { date: '2100-01-04' }, 422, 'date'],
    ['a day that does not exist', 'invalid_fields', { date: '2026-02-30' }, 400, 'date'],
    [
      'a document from the future',
      'calendar_known_in_future',
      { knownOn: addDays(TODAY, 1) },
      422,
      'knownOn',
    ],
    [
      'a document older than the Code',
      'calendar_known_too_early',
      { knownOn: '2012-06-18' },
      422,
      'knownOn',
    ],
    [
      'work swapped onto a weekday',
      'calendar_swap_needs_rest_day',
      { kind: 'swapped_work' },
      422,
      'kind',
    ],
    [
      'a closure on a Saturday',
      'calendar_day_already_off',
      { date: comingSaturday() },
      422,
      'kind',
    ],
    [
      'a day nobody ever entered, rejected',
      'calendar_nothing_to_reject',
      { status: 'rejected' },
      422,
      'date',
    ],
    ['an unknown kind', 'invalid_fields', { kind: 'party' }, 400, 'kind'],
    ['a day left unconfirmed', 'invalid_fields', { status: 'unconfirmed' }, 400, 'status'],
    ['a blank name', 'invalid_fields', { name: '   ' }, 400, 'name'],
    ['a name with NUL', 'invalid_fields', { name: 'a\u0000b' }, 400, 'name'],
    ['an unknown field', 'invalid_fields', { note: 'x' }, 400, 'body'],
  ];

  it.each(refusals)('%s: %s', async (_what, code, fault, status, field) => {
    const answer = await enter<Problem>(closure(workingDay(3), fault));
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors?.[0]?.path).toContain(field);
  });

  it.each(['tiepdan', 'chutich', 'chanhvp', 'xacminh', 'thanhtra'])(
    '%s may not enter one',
    async (user) => {
      const answer = await enter<Problem>(closure(workingDay(3)), randomUUID(), user);
      expect(answer).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
    },
  );

  it('leaves the calendar as it was', async () => {
    expect(await office.database.calendarChange.count()).toBe(0);
  });
});

describe('a day that is entered', () => {
  it('moves the date of an open case, with the document as the reason', async () => {
    const { body } = await office.receive();
    const before = await dueOf(body.caseId);
    const date = workingDay(2);
    const answer = await enter(closure(date));
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await changes()).toEqual([
      expect.objectContaining({
        changeId: answer.body.changeId,
        version: 1,
        casesBehind: 0,
        isDone: true,
      }),
    ]);
    const after = await dueOf(body.caseId);
    expect(after! > before!).toBe(true);
    const moves = await movesOf(body.caseId);
    expect(moves).toContainEqual(
      expect.objectContaining({
        actor: { officerId: demoOfficerId('quantri'), role: 'administrator' },
        data: {
          clock: 'accept',
          ruleId: 'KN-ACCEPT-V2',
          from: before,
          to: after,
          cause: 'calendar',
          documents: [`Thông báo 12/TB-UBND về ngày ${date}`],
        },
      }),
    );
    const { officeId } = (await office.database.caseRow.findFirst())!;
    expect(findChainBreak(await readChain(office.database, officeId, body.caseId))).toBeUndefined();
  });

  it('is shown with who entered it and when', async () => {
    const [entered] = await office.database.calendarChange.findMany();
    const { date } = entered!.day as { date: string };
    const { body } = await office.ask<{ days: { date: string }[] }>('tiepdan', {
      url: `/api/v1/calendar?year=${date.slice(0, 4)}`,
    });
    expect(body.days.find((day) => day.date === date)).toMatchObject({
      isOfficeDay: true,
      isWorking: false,
      document: { confidence: 'office_entry' },
      changedAt: entered!.at.toISOString(),
      changedBy: { name: 'Đặng Anh Tuấn' },
      replaces: null,
    });
  });

  it('counts for a case received afterwards', async () => {
    const { body } = await office.receive();
    expect(body.calendarVersion).toBe(1);
  });

  it('once per key, ten times at once included, and refused under the key with other content', async () => {
    const key = randomUUID();
    const day = closure(workingDay(4));
    const answers = await Promise.all(Array.from({ length: 10 }, () => enter(day, key)));
    expect(new Set(answers.map((answer) => answer.body.changeId)).size).toBe(1);
    expect(answers.every((answer) => [200, 202].includes(answer.status))).toBe(true);
    expect(await office.database.calendarChange.count()).toBe(2);
    const other = await enter<Problem>(closure(workingDay(5)), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const twice = await enter<Problem>(day);
    expect(twice).toMatchObject({ status: 422, body: { code: 'calendar_day_unchanged' } });
    expect(await office.database.calendarChange.count()).toBe(2);
  });

  it('and taken back leaves the dates where they were', async () => {
    const { body } = await office.receive();
    await settled();
    const before = await dueOf(body.caseId);
    const date = workingDay(5);
    await enter(closure(date));
    await settled();
    expect(await dueOf(body.caseId)).not.toBe(before);
    await enter(closure(date, { status: 'rejected', document: 'Thông báo 13/TB-UBND' }));
    await settled();
    expect(await dueOf(body.caseId)).toBe(before);
    const moves = await movesOf(body.caseId);
    expect(moves.at(-1)?.data).toMatchObject({ documents: ['Thông báo 13/TB-UBND'] });
  });

  it('leaves a case that has ended alone', async () => {
    const { body } = await office.receive();
    await office.command('tiepdan', body.caseId, 'ClassifyCase', {
      field: 'land',
      competence: 'own',
    });
    const ended = await office.command('tiepdan', body.caseId, 'WithdrawCase', { letter: 'Rút.' });
    await enter(closure(workingDay(6)));
    await settled();
    const events = await readEventsAfter(office.database, body.caseId, 0);
    expect(events).toHaveLength(ended.body.version);
  });
});

describe('changes at the same time', () => {
  it('get versions without a gap, and every open case ends on the last one', async () => {
    await office.receive();
    const first = (await office.database.calendarChange.count()) + 1;
    const days = [7, 8, 9, 10, 11].map((n) => closure(workingDay(n)));
    const answers = await Promise.all(days.map((day) => enter(day)));
    await settled();
    expect(answers.map((answer) => answer.status).every((status) => status <= 202)).toBe(true);
    const rows = await office.database.calendarChange.findMany({ orderBy: { version: 'asc' } });
    expect(rows.map((row) => row.version)).toEqual(
      Array.from({ length: first + 4 }, (_, at) => at + 1),
    );
    const open = await office.database.caseRow.findMany({ where: { isFinal: false } });
    const versions = open.map(
      (row) => (row.snapshot as { calendar: { version: number } }).calendar,
    );
    expect(new Set(versions.map(({ version }) => version))).toEqual(new Set([first + 4]));
  });
});

describe('while part of the system is away', () => {
  /** The same database behind an API whose engine is elsewhere. */
  async function enterThrough(options: GatewayOptions, day: object): Promise<Answer<Problem>> {
    const gateway = createCaseGateway({ ...options, patienceMs: 500 });
    const secret = 'a secret of thirty-two characters';
    const { database } = office;
    const app = await buildApp({ database, gateway, sessionSecret: secret, logLevel: 'silent' });
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/calendar/days',
      headers: {
        authorization: `Bearer ${app.jwt.sign({ sub: demoOfficerId('quantri') })}`,
        'idempotency-key': randomUUID(),
      },
      payload: day,
    });
    await app.close();
    await gateway.close();
    return { status: response.statusCode, body: response.json(), headers: response.headers };
  }

  it('nothing is recorded when the engine cannot be reached', async () => {
    const before = await office.database.calendarChange.count();
    const nowhere = { address: '127.0.0.1:1', namespace: 'default' };
    const answer = await enterThrough(nowhere, closure(workingDay(12)));
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect(await office.database.calendarChange.count()).toBe(before);
  });

  it('the order is taken though no worker runs, and is not said to be done', async () => {
    const { temporalAddress, temporalNamespace } = testStack();
    const answer = await enterThrough(
      {
        address: temporalAddress,
        namespace: temporalNamespace,
        taskQueue: createTaskQueueName(),
      },
      closure(workingDay(12)),
    );
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      changeId: expect.any(String),
      location: '/api/v1/calendar/changes',
    });
  });
});

describe('24 November 2026', () => {
  // Receipts are entered for at most a year back; after that no case can cross that day any more.
  const whileEnterable = TODAY <= '2027-11-19' ? it : it.skip;

  whileEnterable('can be confirmed: a case that counts across it gets a day more', async () => {
    const { body, status } = await office.receive({ receivedOn: '2026-11-20' });
    expect(status).toBe(201);
    const before = await dueOf(body.caseId);
    const day = closure('2026-11-24', {
      kind: 'holiday',
      name: 'Ngày Văn hóa Việt Nam',
      document: 'Nghị quyết của Quốc hội',
    });
    expect((await enter(day)).status).toBeLessThan(203);
    await settled();
    expect((await dueOf(body.caseId))! > before!).toBe(true);
    const { body: calendar } = await office.ask<{ days: { date: string }[] }>('tiepdan', {
      url: '/api/v1/calendar?year=2026',
    });
    expect(calendar.days.find((line) => line.date === '2026-11-24')).toMatchObject({
      status: 'confirmed',
      isWorking: false,
      replaces: { status: 'unconfirmed', document: 'NQ80-2026' },
    });
  });
});
