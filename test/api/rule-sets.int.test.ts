/** Rule sets over HTTP: what is published, and putting the open cases on another version. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEXT_RULE_SET } from '../support/next-rule-set';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Problem } from '../../api/contract';
import type { RecordedEvent } from '../../domain/events';
import { CURRENT_RULE_SET } from '../../domain/rules';
import { demoOfficerId } from '../../prisma/seed';
import { readEventsAfter } from '../../store/audit-log';
import { openOffice } from '../support/office';
import type { Answer, Office } from '../support/office';

const mockBundle = join(tmpdir(), `tiep-dan-test-next-rule-set-${process.pid}.js`);

jest.mock('../../workers/workflow-bundle', () => ({ workflowBundlePath: () => mockBundle }));

let office: Office;

beforeAll(async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '../support/next-rule-set-workflows.ts'),
  });
  writeFileSync(mockBundle, code);
  office = await openOffice();
}, 120_000);

afterAll(async () => {
  await office.close();
  rmSync(mockBundle);
});

interface RuleSets {
  current: string;
  ruleSets: {
    version: string;
    isCurrent: boolean;
    openCases: number;
    rules: { ruleId: string; confidence: string; flags: object[]; effectiveFrom: string }[];
  }[];
  activations: { changeId: string; version: string; casesBehind: number; isDone: boolean }[];
}

async function ruleSets(): Promise<RuleSets> {
  return (await office.ask<RuleSets>('thanhtra', { url: '/api/v1/rule-sets' })).body;
}

function activate<T = { changeId: string }>(
  version: string,
  key = randomUUID(),
  user = 'quantri',
): Promise<Answer<T>> {
  return office.ask<T>(user, {
    method: 'POST',
    url: `/api/v1/rule-sets/${version}/activate`,
    headers: { 'idempotency-key': key },
  });
}

async function accepted(): Promise<string> {
  const { body } = await office.receive();
  const classes = { field: 'land', competence: 'own' };
  await office.command('tiepdan', body.caseId, 'ClassifyCase', classes);
  expect(await office.command('chutich', body.caseId, 'AcceptCase')).toMatchObject({ status: 200 });
  return body.caseId;
}

function factsOf(caseId: string): Promise<RecordedEvent[]> {
  return readEventsAfter(office.database, caseId, 0);
}

async function ruleSetOf(caseId: string): Promise<string> {
  return (await office.ask('tiepdan', { url: `/api/v1/cases/${caseId}` })).body.ruleSet;
}

it('lists every row with its dates, how sure it is and what must be said beside it', async () => {
  const { current, ruleSets: listed } = await ruleSets();
  expect(current).toBe(CURRENT_RULE_SET);
  expect(listed.map(({ version }) => version)).toEqual([CURRENT_RULE_SET, NEXT_RULE_SET]);
  const rows = listed[0]!.rules;
  expect(rows.find(({ ruleId }) => ruleId === 'KN-ACCEPT-V2')).toMatchObject({
    ...{ confidence: 'single_ocr', effectiveFrom: '2026-07-01', effectiveTo: null },
    ...{ amount: 7, unit: 'working_day', conflictsWith: ['KN-ACCEPT-WARN'] },
    flags: [
      { en: expect.stringContaining('not read') },
      { en: expect.stringContaining('disagree') },
    ],
  });
  expect(rows.find(({ ruleId }) => ruleId === 'KN-RESOLVE-1')).toMatchObject({ flags: [] });
  expect(await office.ask(null, { url: '/api/v1/rule-sets' })).toMatchObject({ status: 401 });
});

it('refuses a version never published, and everybody but the administrator', async () => {
  const unknown = await activate<Problem>('2031-07');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown_rule_set' } });
  const proto = await activate<Problem>('__proto__');
  expect(proto).toMatchObject({ status: 404, body: { code: 'unknown_rule_set' } });
  for (const user of ['chutich', 'chanhvp', 'tiepdan']) {
    const answer = await activate<Problem>(NEXT_RULE_SET, randomUUID(), user);
    expect(answer).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
  }
  expect((await ruleSets()).activations).toEqual([]);
});

it('puts every open case on the version, and each date that moves is an event with its cause', async () => {
  const open = await accepted();
  const { body: closed } = await office.receive();
  const classes = { field: 'land', competence: 'own' };
  await office.command('tiepdan', closed.caseId, 'ClassifyCase', classes);
  await office.command('tiepdan', closed.caseId, 'WithdrawCase', { letter: 'Rút đơn.' });
  const before = await factsOf(open);
  const set = before.find(
    (event) => event.type === 'DeadlineSet' && event.data.clock === 'resolve',
  );

  const key = randomUUID();
  const answer = await activate(NEXT_RULE_SET, key);
  expect(answer.status).toBe(200);
  expect(await ruleSetOf(open)).toBe(NEXT_RULE_SET);
  expect(await ruleSetOf(closed.caseId)).toBe(CURRENT_RULE_SET);
  const fresh = (await factsOf(open)).slice(before.length);
  expect(fresh.map(({ type }) => type)).toEqual(['RuleSetChanged', 'DeadlineMoved']);
  expect(fresh[0]).toMatchObject({
    commandId: answer.body.changeId,
    actor: { officerId: demoOfficerId('quantri'), role: 'administrator' },
    data: { from: CURRENT_RULE_SET, to: NEXT_RULE_SET },
  });
  expect(fresh[1]?.data).toMatchObject({
    ...{ clock: 'resolve', ruleId: 'KN-RESOLVE-1', cause: 'rule_set', documents: [] },
    from: (set?.data as { dueOn: string }).dueOn,
  });
  const { activations, ruleSets: listed } = await ruleSets();
  expect(activations).toEqual([
    expect.objectContaining({ version: NEXT_RULE_SET, casesBehind: 0, isDone: true }),
  ]);
  expect(listed.map(({ openCases }) => openCases)).toEqual([0, 1]);

  const again = await activate(NEXT_RULE_SET, key);
  expect(again).toMatchObject({ status: 200, body: answer.body });
  expect(await factsOf(open)).toHaveLength(before.length + 2);
  const reused = await activate<Problem>(CURRENT_RULE_SET, key);
  expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

it('leaves a case born later on what new cases get, and can be taken back', async () => {
  const born = await accepted();
  expect(await ruleSetOf(born)).toBe(CURRENT_RULE_SET);
  expect((await ruleSets()).activations[0]).toMatchObject({ isDone: true });
  expect((await activate(CURRENT_RULE_SET)).status).toBe(200);
  const { ruleSets: listed, activations } = await ruleSets();
  expect(listed.map(({ openCases }) => openCases)).toEqual([2, 0]);
  expect(activations.map(({ version, isDone }) => [version, isDone])).toEqual([
    [CURRENT_RULE_SET, true],
    [NEXT_RULE_SET, true],
  ]);
});

it('an old order sent again moves nothing back', async () => {
  const key = randomUUID();
  await activate(NEXT_RULE_SET, key);
  await activate(CURRENT_RULE_SET);
  expect((await activate(NEXT_RULE_SET, key)).status).toBe(200);
  const { ruleSets: listed } = await ruleSets();
  expect(listed.map(({ openCases }) => openCases)).toEqual([2, 0]);
});
