/** `POST /deadlines/preview` and the command line are one engine: answer for answer, refusals included. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Problem } from '../../api/contract';
import { addDays } from '../../domain/civil-date';
import { openOffice } from '../support/office';
import type { Office } from '../support/office';
import { on, ruleSet } from '../support/deadline-requests';

const ROOT = path.join(__dirname, '../..');

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

/** Every rule on seven days: some before its life, some across Tết, some with pauses and extensions. */
function lawful(): object[] {
  const first = on('2025-12-20');
  return ruleSet.clocks.flatMap(({ id }, row) =>
    [0, 37, 53, 71, 190, 195, 250].map((days, at) => {
      const start = addDays(first, days + (row % 7));
      const pauses = [
        { from: addDays(start, 2), ...(at === 6 ? {} : { to: addDays(start, 2 + row) }) },
      ];
      const extension = { ground: row % 3 === 0 ? 'complex' : 'other', days: 1 + (row % 20) };
      return {
        ...{ rule: id, start },
        ...(at % 2 === 0 ? { pauses } : {}),
        ...(at % 3 === 0 ? { extension } : {}),
      };
    }),
  );
}

const ODD: readonly unknown[] = [
  null,
  [],
  7,
  'KN-RESOLVE-1',
  {},
  { rule: 'KN-RESOLVE-1' },
  { rule: 'NO-SUCH-RULE', start: '2026-02-10' },
  { rule: 'KN-RESOLVE-1', start: '2026-02-30' },
  { rule: 'KN-RESOLVE-1', start: '10/02/2026' },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10T08:30' },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', note: 'x' },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', pauses: 'none' },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', pauses: [{ from: '2026-02-01', to: '2026-02-20' }] },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', pauses: [{ from: '2026-02-20', to: '2026-02-11' }] },
  {
    ...{ rule: 'KN-RESOLVE-1', start: '2026-02-10' },
    pauses: [
      { from: '2026-02-12', to: '2026-02-20' },
      { from: '2026-02-15', to: '2026-02-22' },
    ],
  },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', extension: { ground: 'complex', days: 400 } },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', extension: { ground: 'complex', days: 0.5 } },
  { rule: 'KN-RESOLVE-1', start: '2026-02-10', extension: { ground: '', days: 5 } },
  { rule: 'KN-RESOLVE-1', start: '9999-12-30' },
  { rule: 'KN-ACCEPT-V2', start: '2026-06-30' },
  { rule: 'KN-ACCEPT-V1', start: '2026-07-01' },
];

it('says the same as the command line on more than three hundred requests', async () => {
  const requests = [...lawful(), ...ODD];
  expect(requests.length).toBeGreaterThanOrEqual(300);
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--require', 'tsx/cjs', path.join(ROOT, 'scripts/deadline.ts'), '--jsonl'],
    {
      ...{ cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 },
      input: `${requests.map((request) => JSON.stringify(request)).join('\n')}\n`,
    },
  );
  expect(status).toBe(0);
  const said = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { refusal?: string; field?: string });
  expect(said).toHaveLength(requests.length);
  let refused = 0;
  for (const [at, request] of requests.entries()) {
    const answer = await office.ask<Problem>(null, {
      ...{ method: 'POST', url: '/api/v1/deadlines/preview', payload: JSON.stringify(request) },
      headers: { 'content-type': 'application/json' },
    });
    const line = said[at]!;
    if (line.refusal === undefined) {
      expect({ request, ...answer.body }).toEqual({ request, ...line });
      continue;
    }
    refused += 1;
    expect({ request, status: answer.status, code: answer.body.code }).toEqual({
      ...{ request, status: 422, code: line.refusal },
    });
    expect(answer.body.errors?.map((error) => error.path)).toEqual(
      line.field === undefined ? [] : [`body.${line.field}`],
    );
  }
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(requests.length - 100);
});
