/** A clock's certificate over HTTP: accepted by the stand-alone verifier, refused once anything in it is changed. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Problem } from '../../api/contract';
import type { SealedCertificate } from '../../domain/certificate';
import { addDays, civilDateAt } from '../../domain/civil-date';
import { demoOfficerId } from '../../prisma/seed';
import { loadVerifier, VERIFIER_FILE } from '../support/load-verifier';
import { openOffice } from '../support/office';
import type { Answer, Office } from '../support/office';

let office: Office;
const { verifyCertificate } = loadVerifier();
const TODAY = civilDateAt(Date.now());

function certificate<T = SealedCertificate>(
  caseId: string,
  clock: string,
  more: { query?: string; accept?: string } = {},
): Promise<Answer<T>> {
  const headers = more.accept === undefined ? {} : { accept: more.accept };
  const url = `/api/v1/cases/${caseId}/clocks/${clock}/certificate${more.query ?? ''}`;
  return office.ask<T>('thanhtra', { url, headers });
}

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

async function verifying(changes: object = {}): Promise<string> {
  const { body } = await office.receive(changes);
  const give = async (user: string, command: string, data: object = {}): Promise<void> => {
    const answer = await office.command(user, body.caseId, command, data);
    expect({ command, status: answer.status }).toEqual({ command, status: 200 });
  };
  await give('tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' });
  await give('chutich', 'AcceptCase');
  await give('chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') });
  return body.caseId;
}

it('every clock of a case has one, with the case’s own number and dates', async () => {
  const caseId = await verifying({ channel: 'reception' });
  const { body: current } = await office.ask('thanhtra', { url: `/api/v1/cases/${caseId}` });
  expect(current.clocks.map((line) => line.clock)).toContain('answer_reception');
  for (const { clock, ruleId, startedOn, dueOn } of current.clocks) {
    const { status, body } = await certificate(caseId, clock);
    expect({ clock, status, faults: verifyCertificate(body) }).toEqual({
      ...{ clock, status: 200, faults: [] },
    });
    expect(body).toMatchObject({
      caseReference: current.reference,
      clock,
      issuedOn: TODAY,
      event: { on: startedOn },
      rule: { id: ruleId },
      result: { dueOn },
      ruleSet: { version: current.ruleSet },
    });
  }
});

it('holds the pauses, extensions and office days of the case, and still verifies', async () => {
  const caseId = await verifying();
  const extension = { criteria: ['b'], days: 10, reason: 'Hai nội dung phải xác minh.' };
  expect(await office.command('chutich', caseId, 'ExtendResolution', extension)).toMatchObject({
    status: 200,
  });
  const { body: before } = await certificate(caseId, 'resolve');
  const closed = before.result.dueOn!;
  const day = {
    ...{ date: closed, kind: 'local_closure', status: 'confirmed', name: 'Bão số 12' },
    ...{ document: 'Công điện 99/CĐ-UBND', knownOn: TODAY },
  };
  const entered = await office.ask('quantri', {
    method: 'POST',
    url: '/api/v1/calendar/days',
    headers: { 'idempotency-key': randomUUID() },
    payload: day,
  });
  expect(entered.status).toBe(200);
  const { body: moved } = await certificate(caseId, 'resolve');
  expect(moved.movedFrom).toBeDefined();
  expect(moved.result.dueOn! > closed).toBe(true);
  expect(moved.documents).toContainEqual(
    expect.objectContaining({ title: 'Công điện 99/CĐ-UBND', confidence: 'office_entry' }),
  );
  expect(moved.extensions).toEqual([
    { ground: 'complex', days: 10, decidedOn: TODAY, criteria: ['b'] },
  ]);
  expect(moved.flags).not.toContain('criteria_not_named');
  expect(verifyCertificate(moved)).toEqual([]);

  const suspension = { ground: 'obstacle', reason: 'Đang nằm viện.' };
  await office.command('chutich', caseId, 'SuspendResolution', suspension);
  const { body: paused } = await certificate(caseId, 'resolve');
  expect(paused.pauses).toEqual([{ from: TODAY, to: null, days: null }]);
  expect(paused.result).toMatchObject({ dueOn: null, pausedSince: TODAY });
  expect(verifyCertificate(paused)).toEqual([]);
});

it('is refused by the verifier once a day, a date, the rule or the seal is changed', async () => {
  const caseId = await verifying();
  const { body: genuine } = await certificate(caseId, 'resolve');
  const forged: Record<string, object> = {
    'a later due date': {
      ...genuine,
      result: { ...genuine.result, dueOn: addDays(genuine.result.dueOn!, 1) },
    },
    'a day left out': { ...genuine, days: genuine.days.slice(1) },
    'a longer term': { ...genuine, rule: { ...genuine.rule, amount: 31 } },
    'another case': { ...genuine, caseReference: 'KN-2026-999999' },
    'another seal': { ...genuine, digest: '0'.repeat(64) },
  };
  for (const [what, certificateForged] of Object.entries(forged)) {
    expect({ what, isRefused: verifyCertificate(certificateForged).length > 0 }).toEqual({
      ...{ what, isRefused: true },
    });
  }
  const run = (input: object) =>
    spawnSync(process.execPath, [VERIFIER_FILE], { input: JSON.stringify(input) }).status;
  expect(run(genuine)).toBe(0);
  expect(run(forged['another case']!)).not.toBe(0);
});

it('is a printable page for a browser and on request, without a script', async () => {
  const caseId = await verifying();
  const asked = [
    { query: '?format=html' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  ];
  for (const more of asked) {
    const { status, body, headers } = await certificate<string>(caseId, 'resolve', more);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    expect(body).toMatch(/^<!doctype html>[\s\S]*Giấy giải thích thời hạn[\s\S]*<\/html>\s*$/);
    expect(body).not.toMatch(/<script/i);
  }
  for (const more of [{ accept: '*/*' }, { accept: 'text/html', query: '?format=json' }]) {
    const { headers } = await certificate(caseId, 'resolve', more);
    expect(headers['content-type']).toContain('application/json');
  }
});

it('does not exist for another clock, another case, a clock not started or nobody', async () => {
  const { body } = await office.receive();
  const gist = async (caseId: string, clock: string): Promise<object> => {
    const answer = await certificate<Problem>(caseId, clock);
    return { status: answer.status, code: answer.body.code };
  };
  expect(await gist(body.caseId, 'no_such_clock')).toEqual({
    status: 404,
    code: 'clock_not_found',
  });
  expect(await gist(body.caseId, 'resolve')).toEqual({ status: 409, code: 'clock_not_started' });
  expect(await gist(randomUUID(), 'accept')).toEqual({ status: 404, code: 'case_not_found' });
  const url = `/api/v1/cases/${body.caseId}/clocks/accept/certificate`;
  expect(await office.ask(null, { url })).toMatchObject({ status: 401 });
  expect(await office.ask('thanhtra', { url: `${url}?format=pdf` })).toMatchObject({ status: 400 });
});
