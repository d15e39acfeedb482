/**
 * A change of calendar on its way to the open cases: many at once, cases received meanwhile, workflows that
 * are gone. Real server, real database.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { addDays, civilDateAt } from '../../domain/civil-date';
import type { CivilDate } from '../../domain/civil-date';
import type { CalendarDayEntry } from '../../domain/events';
import { DEMO_OFFICE_ID, demoOfficerId } from '../../prisma/seed';
import { findOwedCalendar, recordCalendarChange } from '../../store/law-changes';
import { rollOutIdOf } from '../../workflows/case-messages';
import type { CalendarOrder } from '../../workflows/case-messages';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';
import { testStack } from '../support/stack';

jest.setTimeout(30_000);

let office: Office;
let connection: Connection;
let client: Client;

const TODAY = civilDateAt(Date.now());

function order(date: CivilDate, commandId: string = randomUUID()): CalendarOrder {
  const day: CalendarDayEntry = {
    date,
    kind: 'local_closure',
    status: 'confirmed',
    name: 'Trụ sở đóng cửa',
    document: `Thông báo về ngày ${date}`,
    knownOn: TODAY,
  };
  const actor = { officerId: demoOfficerId('quantri'), role: 'administrator' } as const;
  return { officeId: DEMO_OFFICE_ID, commandId, actor, day };
}

async function versionsOfOpenCases(): Promise<number[]> {
  const rows = await office.database.caseRow.findMany({ where: { isFinal: false } });
  const of = (row: (typeof rows)[number]): number =>
    (row.snapshot as { calendar: { version: number } }).calendar.version;
  return [...new Set(rows.map(of))];
}

/** Waits for the roll-out itself, however long it takes. */
async function rolledOut(asked: CalendarOrder): Promise<{ told: number; unreachable: number }> {
  await office.gateway.changeLaw(asked);
  return client.workflow.getHandle(rollOutIdOf(asked)).result();
}

beforeAll(async () => {
  // Few commands a run, so that cases are told in the midst of going on as new.
  office = await openOffice({ updatesPerRun: 6 });
  const { temporalAddress, temporalNamespace } = testStack();
  connection = await Connection.connect({ address: temporalAddress });
  client = new Client({ connection, namespace: temporalNamespace });
});

afterAll(async () => {
  await connection.close();
  await office.close();
});

it('reaches every open case of the office, each once', async () => {
  const cases = await Promise.all(Array.from({ length: 24 }, () => office.receive()));
  expect(cases.map((answer) => answer.status)).toEqual(Array(24).fill(201));
  const asked = order(addDays(TODAY, 2));
  expect(await rolledOut(asked)).toEqual({ told: 24, unreachable: 0 });
  expect(await versionsOfOpenCases()).toEqual([1]);
  const events = await office.database.caseEvent.findMany({ where: { type: 'CalendarApplied' } });
  expect(events).toHaveLength(24);
  expect(events.every((event) => event.commandId === asked.commandId)).toBe(true);
});

it('ordered again does nothing again', async () => {
  const [change] = await office.database.calendarChange.findMany();
  const events = await office.database.caseEvent.count();
  const again = await rolledOut(order(addDays(TODAY, 9), change!.commandId));
  expect(again).toEqual({ told: 0, unreachable: 0 });
  expect(await office.database.calendarChange.count()).toBe(1);
  expect(await office.database.caseEvent.count()).toBe(events);
});

it('misses no case received while it is under way', async () => {
  const before = await office.database.caseRow.count();
  const receiving = Array.from({ length: 6 }, async (_, at) => {
    await new Promise((resolve) => setTimeout(resolve, at * 40));
    return office.receive();
  });
  const changes = [3, 4, 5].map((days) => rolledOut(order(addDays(TODAY, days))));
  await Promise.all([...receiving, ...changes]);
  expect(await office.database.caseRow.count()).toBe(before + 6);
  expect(await versionsOfOpenCases()).toEqual([4]);
});

it('a case that carries an older calendar takes the newer one with its receipt', async () => {
  // The change is committed between reading the calendar and receiving the case, and nobody rolls it out.
  const real = office.database.calendarChange.findMany.bind(office.database.calendarChange);
  const late = order(addDays(TODAY, 6));
  const spy = jest.spyOn(office.database.calendarChange, 'findMany').mockImplementationOnce(((
    args: never,
  ) =>
    real(args).then(async (rows) => {
      await recordCalendarChange(office.database, { ...late, orderedAt: Date.now() });
      return rows;
    })) as never);
  const { status, body } = await office.receive();
  spy.mockRestore();
  expect({ status, version: body.calendarVersion }).toEqual({ status: 201, version: 5 });
  const events = await office.database.caseEvent.findMany({
    where: { caseId: body.caseId },
    orderBy: { sequence: 'asc' },
  });
  expect(events[0]?.data).toMatchObject({ calendar: { version: 4 } });
  expect(events.find((event) => event.type === 'CalendarApplied')).toMatchObject({
    commandId: late.commandId,
    actorId: demoOfficerId('quantri'),
  });
  expect(await findOwedCalendar(office.database, DEMO_OFFICE_ID, 5)).toBeUndefined();
});

it('goes through several runs of a case', async () => {
  const { body } = await office.receive();
  for (let note = 1; note <= 8; note += 1) {
    await office.command('tiepdan', body.caseId, 'AddNote', { note: `Ghi chú ${note}.` });
  }
  await rolledOut(order(addDays(TODAY, 7)));
  expect(await versionsOfOpenCases()).toEqual([6]);
});

it('finishes though the workflow of an open case is gone, and says so', async () => {
  const { body } = await office.receive();
  await client.workflow.getHandle(`case-${body.caseId}`).terminate('the test loses it');
  const result = await rolledOut(order(addDays(TODAY, 8)));
  expect(result).toMatchObject({ unreachable: 1 });
  expect((await versionsOfOpenCases()).sort()).toEqual([6, 7]);
});
