/** A draft tried on the cases of an office, over HTTP and on the command line; nothing is changed by it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { Problem } from '../../api/contract';
import { addDays, civilDateAt, toEpochDay } from '../../domain/civil-date';
import type { CivilDate } from '../../domain/civil-date';
import { calendarYears, CURRENT_RULE_SET } from '../../domain/rules';
import type { ClockChange, WhatIfLine, WhatIfSummary } from '../../domain/what-if';
import { whatIf } from '../../domain/what-if';
import { createCalendar } from '../../domain/working-days';
import { DEMO_OFFICE_ID } from '../../prisma/seed';
import { streamCases } from '../../store/case-stream';
import { ruleSet } from '../support/deadline-requests';
import { openOffice } from '../support/office';
import type { Answer, Office } from '../support/office';

jest.setTimeout(180_000);

const ROOT = path.join(__dirname, '../..');
const TODAY = civilDateAt(Date.now());
const published = createCalendar(calendarYears());

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office.close();
});

function tryDraft<T = string>(body: object, user: string | null = 'chutich'): Promise<Answer<T>> {
  return office.ask<T>(user, { method: 'POST', url: '/api/v1/what-if', payload: body });
}

function linesOf(text: string): WhatIfLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as WhatIfLine);
}

function changesIn(lines: readonly WhatIfLine[]): ClockChange[] {
  return lines.flatMap((line) => (line.type === 'change' ? [line] : []));
}

/** The first coming working day: a receipt of today counts across it. */
function nextWorkingDay(): CivilDate {
  let date = addDays(TODAY, 1);
  while (!published.isWorking(toEpochDay(date))) date = addDays(date, 1);
  return date;
}

function dayOff(date: string): object {
  return {
    ...{ date, kind: 'local_closure', status: 'confirmed', name: 'Dự kiến đóng cửa' },
    ...{ document: 'Dự thảo thông báo', knownOn: TODAY },
  };
}

it('lists who becomes late and which dates move, with progress, and the summary last', async () => {
  const open = await office.receive();
  const { body: other } = await office.receive();
  await office.command('tiepdan', other.caseId, 'ClassifyCase', {
    field: 'land',
    competence: 'own',
  });
  await office.command('chutich', other.caseId, 'AcceptCase');
  const events = await office.database.caseEvent.count();

  const { status, body, headers } = await tryDraft({ calendar: [dayOff(nextWorkingDay())] });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/x-ndjson');
  const lines = linesOf(body);
  expect(lines.at(-1)).toMatchObject({ type: 'summary', today: TODAY, cases: 2, casesTouched: 2 });
  expect(lines).toContainEqual({ type: 'progress', cases: 2, of: 2, changes: 2 });
  expect(changesIn(lines)).toContainEqual(
    expect.objectContaining({
      ...{ caseId: open.body.caseId, reference: open.body.reference, clock: 'accept' },
      ...{ effect: 'moves', status: 'running', isOpenCase: true },
    }),
  );

  const shorter = {
    ...ruleSet,
    version: '2099-02-draft',
    clocks: ruleSet.clocks.map((row) => (row.id === 'KN-RESOLVE-1' ? { ...row, amount: 20 } : row)),
  };
  const soon = linesOf(
    (await tryDraft({ ruleSet: shorter, today: addDays(TODAY, 25) }, 'quantri')).body,
  );
  expect(changesIn(soon)).toEqual([
    expect.objectContaining({ caseId: other.caseId, clock: 'resolve', effect: 'becomes_late' }),
  ]);
  expect((soon.at(-1) as WhatIfSummary).open).toMatchObject({ becomes_late: 1, moves: 0 });
  expect(await office.database.caseEvent.count()).toBe(events);
});

it('tries a published version by its name, and says when nobody published it', async () => {
  const { status, body } = await tryDraft({ ruleSet: CURRENT_RULE_SET }, 'quantri');
  expect(status).toBe(200);
  expect(linesOf(body).at(-1)).toMatchObject({ type: 'summary', casesTouched: 0 });
  const unknown = await tryDraft<Problem>({ ruleSet: '1999-01' }, 'quantri');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown_rule_set' } });
});

it('names every fault of a draft by its path', async () => {
  const clocks = ruleSet.clocks.map((row, at) => (at === 4 ? { ...row, amount: 'thirty' } : row));
  const answer = await tryDraft<Problem>({
    ruleSet: { ...ruleSet, clocks },
    calendar: [{ ...dayOff('2026-12-01'), kind: 'party' }],
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_fields' } });
  expect(answer.body.errors?.map((error) => error.path)).toEqual([
    'body.ruleSet.clocks.4.amount',
    'body.calendar.0.kind',
  ]);
});

it('is refused without a draft, with an unknown field, and for those it is not meant for', async () => {
  for (const body of [{}, { calendar: [], note: 1 }, { calendar: [], today: '2026-02-30' }]) {
    expect(await tryDraft(body)).toMatchObject({ status: 400 });
  }
  expect(await tryDraft({ calendar: [] }, null)).toMatchObject({ status: 401 });
  for (const user of ['tiepdan', 'xacminh', 'thanhtra']) {
    expect(await tryDraft({ calendar: [] }, user)).toMatchObject({ status: 403 });
  }
});

describe('the command line', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiep-dan-test-what-if-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(...words: string[]): { status: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', 'tsx/cjs', path.join(ROOT, 'scripts/what-if.ts'), ...words],
      {
        ...{ cwd: ROOT, encoding: 'utf8' },
        env: {
          ...process.env,
          DATABASE_URL: office.testDatabase.appUrl,
          TEMPORAL_ADDRESS: '127.0.0.1:1',
        },
      },
    );
    return { status, out: stdout, err: stderr };
  }

  it('says the same as the API, in lines of JSON or in words', async () => {
    const draft = path.join(folder, 'calendar.json');
    const calendar = [dayOff(nextWorkingDay())];
    writeFileSync(draft, JSON.stringify(calendar));
    const { body } = await tryDraft({ calendar });
    const { status, out, err } = run('--calendar', draft, '--office', DEMO_OFFICE_ID, '--json');
    expect(status).toBe(0);
    const said = linesOf(body).filter((line) => line.type !== 'progress');
    expect(linesOf(out)).toEqual(said.map((line) => ({ officeId: DEMO_OFFICE_ID, ...line })));
    expect(err).toContain('2/2');
    const words = run('--calendar', draft);
    expect(words).toMatchObject({ status: 0 });
    expect(words.out).toMatch(/KN-\d{4}-000001 {2}accept: \S+ → \S+ \(dời ngày \/ moves\)/);
  });

  it('names the faults of a draft and asks for one when there is none', () => {
    const draft = path.join(folder, 'rules.json');
    writeFileSync(draft, JSON.stringify({ ...ruleSet, compiledOn: 'hôm qua' }));
    expect(run('--rules', draft)).toMatchObject({
      ...{ status: 2, out: '' },
      err: expect.stringContaining('compiledOn'),
    });
    expect(run()).toMatchObject({ status: 64, err: expect.stringContaining('--calendar') });
    expect(run('--rules', path.join(folder, 'none.json')).status).toBe(2);
  });
});

it('goes through 20,000 cases a page at a time, in bounded memory', async () => {
  // Clones of one case, made by the database itself: only what reads them is measured.
  const owner = new Client({ connectionString: office.testDatabase.ownerUrl });
  await owner.connect();
  await owner.query(
    `INSERT INTO cases SELECT made.id, office_id, kind, 'KN-2026-' || lpad(made.at::text, 6, '0'),
       state, is_final, version, received_on, assignee_id, next_due_on, next_clock,
       jsonb_set(snapshot, '{caseId}', to_jsonb(made.id)), updated_at
     FROM (SELECT * FROM cases LIMIT 1) AS model,
       (SELECT gen_random_uuid() AS id, at FROM generate_series(100001, 120000) AS at) AS made`,
  );
  await owner.end();
  const parsed = { years: [], days: [dayOff(nextWorkingDay()) as never] };
  const asked = { draft: { calendar: parsed }, today: TODAY, of: 20_002 };
  let summary: WhatIfLine | undefined;
  let highest = 0;
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  for await (const line of whatIf(streamCases(office.database, DEMO_OFFICE_ID), asked)) {
    summary = line;
    if (line.type === 'progress') highest = Math.max(highest, process.memoryUsage().heapUsed);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const megabytes = (highest - before) / 1_048_576;
  process.stdout.write(
    `what-if from PostgreSQL: 20002 cases in ${seconds.toFixed(1)} s, ` +
      `${Math.round(20_002 / seconds)} cases/s, heap +${megabytes.toFixed(0)} MB at most\n`,
  );
  expect(summary).toMatchObject({ type: 'summary', cases: 20_002 });
  expect(megabytes).toBeLessThan(150);
});
