/** The shipped rule and calendar files: shape, basis, manifest. What the rows mean is in the golden file. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CALENDAR_FILES, CURRENT_VERSION, DEADLINE_FILES } from '../rules';
import type { CivilDate } from '../domain/civil-date';
import {
  faultText,
  parseCalendarDays,
  parseCalendarYear,
  parseRuleSet,
} from '../domain/deadline-rule-schema';
import { citation, EVENT_TEXT, GROUND_TEXT, wordsFor } from '../domain/deadline-words';
import { CASE_TYPE_TEXT, STAGE_TEXT } from '../domain/stage-words';
import { CURRENT_RULE_SET, rulesFor, selectRule } from '../domain/rules';
import { hashesOf, manifestFaults } from '../scripts/check-rules-manifest';

const RULES_FOLDER = path.join(__dirname, '..', 'rules');
const ruleSet = rulesFor(CURRENT_RULE_SET);
if (ruleSet === undefined) throw new Error('the current rule set is not published');

const on = (text: string): CivilDate => text as CivilDate;
const idOf = (stage: string, start: string, caseType?: string): string => {
  const chosen = selectRule(ruleSet, stage, on(start), caseType);
  return 'refusal' in chosen ? chosen.refusal : chosen.id;
};

type Draft = { clocks: Record<string, unknown>[] } & Record<string, unknown>;
const draftWith = (id: string, change: Record<string, unknown>): Draft => {
  const draft = structuredClone(DEADLINE_FILES[CURRENT_VERSION]) as Draft;
  const row = draft.clocks.find((clock) => clock.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  Object.assign(row, change);
  return draft;
};
const faultsOf = (json: unknown): string => {
  const parsed = parseRuleSet(json);
  return 'faults' in parsed ? parsed.faults.map(faultText).join('\n') : '';
};

describe('published rule sets', () => {
  it.each(Object.entries(DEADLINE_FILES))(
    'rule set %s has the declared shape and version',
    (version, file) => {
      expect(parseRuleSet(file)).toMatchObject({ value: { version } });
    },
  );

  it('holds 63 rows, each with a basis, a source and a confidence', () => {
    expect(ruleSet.clocks).toHaveLength(63);
    for (const rule of ruleSet.clocks) {
      expect(`${rule.id} ${rule.basis.trim()}`).not.toBe(`${rule.id} `);
      expect(`${rule.id} ${rule.source.trim()}`).not.toBe(`${rule.id} `);
    }
  });

  it('gives no number where the law gives none', () => {
    const numberless = ruleSet.clocks.filter((rule) => rule.amount === null).map((rule) => rule.id);
    expect(numberless).toEqual(['PA-RESOLVE', 'PAKN-REPLY', 'BTTND-DOCS']);
  });

  it('lets a clock stand still only where a provision says so', () => {
    const suspendable = ruleSet.clocks.filter((rule) => rule.suspendable).map((rule) => rule.id);
    expect(suspendable).toEqual([
      'KN-LODGE-1',
      'KN-RESOLVE-1',
      'KN-RESOLVE-1-REMOTE',
      'KN-RESOLVE-2',
      'KN-RESOLVE-2-REMOTE',
      'TC-RESOLVE',
      'GT-EXPLAIN',
    ]);
  });

  it('knows no version that was not published', () => {
    expect(rulesFor('1999-01')).toBeUndefined();
    expect(rulesFor('constructor')).toBeUndefined();
  });
});

describe('words for people', () => {
  it('exist for every step, every event, every ground and every note of the published rows', () => {
    const events = ruleSet.clocks.map((rule) => rule.startsAt);
    const grounds = ruleSet.clocks.flatMap((rule) =>
      rule.extension.flatMap((row) => (row.mode === 'reappoint' ? [] : [row.ground])),
    );
    expect(events.filter((code) => !Object.hasOwn(EVENT_TEXT, code))).toEqual([]);
    expect(grounds.filter((code) => !Object.hasOwn(GROUND_TEXT, code))).toEqual([]);
    const ofRow = ruleSet.clocks.filter(
      ({ stage, caseType }) =>
        !Object.hasOwn(STAGE_TEXT, stage) || !Object.hasOwn(CASE_TYPE_TEXT, caseType),
    );
    expect(ofRow).toEqual([]);
    expect(wordsFor(EVENT_TEXT, 'constructor')).toEqual({ vi: 'constructor', en: 'constructor' });
  });

  it.each([
    [
      'LTC 25/2018/QH14 D40.1c',
      'điểm c khoản 1 Điều 40 Luật Tố cáo 25/2018/QH14',
      'Law on Denunciations 25/2018/QH14 Art. 40.1c',
    ],
    [
      'LKN 02/2011/QH13 D28',
      'Điều 28 Luật Khiếu nại 02/2011/QH13',
      'Law on Complaints 02/2011/QH13 Art. 28',
    ],
    [
      'ND 124/2020 D16.1 am. ND 155/2026 D10',
      'khoản 1 Điều 16 Nghị định 124/2020 sửa đổi bởi Điều 10 Nghị định 155/2026',
      'Decree 124/2020 Art. 16.1 as amended by Decree 155/2026 Art. 10',
    ],
    [
      'ND 20/2008 D9 (am. 48/2013)',
      'Điều 9 Nghị định 20/2008 (sửa đổi bởi Nghị định 48/2013)',
      'Decree 20/2008 Art. 9 (as amended by Decree 48/2013)',
    ],
  ])('writes %s out', (basis, vi, en) => {
    expect(citation(basis)).toEqual({ vi, en });
  });

  it('leaves no abbreviation in a Vietnamese citation', () => {
    const bases = ruleSet.clocks.flatMap((rule) => [rule.basis, rule.suspensionBasis ?? '']);
    expect(
      bases
        .map((basis) => citation(basis).vi)
        .filter((text) => /\b(?:LKN|LTC|LTCD|ND|am\.|D\d|Law|seen|found)\b/.test(text)),
    ).toEqual([]);
  });
});

describe('choosing a row by the day the term starts', () => {
  it('takes ten days to accept a complaint received on the last day of the old rule', () => {
    expect(idOf('accept_first', '2026-06-30')).toBe('KN-ACCEPT-V1');
  });
  it('takes seven working days from the first day of the new rule', () => {
    expect(idOf('accept_first', '2026-07-01')).toBe('KN-ACCEPT-V2');
  });
  it('asks for the kind of case where several kinds have the stage', () => {
    expect(idOf('resolve', '2026-07-01')).toBe('ambiguous_stage');
    expect(idOf('resolve', '2026-07-01', 'to_cao')).toBe('TC-RESOLVE');
  });
  it('refuses a stage nobody knows, and dates outside every version', () => {
    expect(idOf('no_such_stage', '2026-07-01')).toBe('unknown_rule');
    expect(idOf('accept_first', '2012-06-30')).toBe('start_before_rule_life');
    expect(idOf('dialogue_notice', '2026-06-30')).toBe('start_before_rule_life');
  });
});

describe('a draft rule set is refused', () => {
  it.each([
    ['without a basis', 'KN-SEND-1', { basis: ' ' }, 'basis'],
    ['with a number and no unit', 'KN-SEND-1', { unit: null }, 'amount and unit'],
    [
      'with a number the law does not give',
      'PA-RESOLVE',
      { amount: 30, unit: 'calendar_day' },
      'exactly when the law gives one',
    ],
    ['with an impossible date', 'KN-SEND-1', { effectiveFrom: '2026-02-30' }, 'existing date'],
    [
      'with a life that ends before it begins',
      'KN-SEND-1',
      { effectiveTo: '2011-01-01' },
      'life ends',
    ],
    ['suspendable for no reason', 'KN-SEND-1', { suspendable: true }, 'suspension needs its basis'],
    [
      'with two versions in force together',
      'KN-ACCEPT-V1',
      { effectiveTo: '2026-07-01' },
      'in force together',
    ],
    [
      'with a conflict nobody can find',
      'KN-ACCEPT-V2',
      { conflictsWith: ['KN-NOWHERE'] },
      'unknown row',
    ],
    ['with a field nobody knows', 'KN-SEND-1', { days: 3 }, 'days'],
    ['with the same id twice', 'KN-SEND-1', { id: 'KN-SEND-2' }, 'same id'],
  ])('%s', (_title, id, change, message) => {
    expect(faultsOf(draftWith(id, change))).toContain(message);
  });
});

describe('published calendars', () => {
  it.each(CALENDAR_FILES.map((file) => [(file as { year: number }).year, file]))(
    'calendar %s has the declared shape and names its documents',
    (year, file) => {
      expect(parseCalendarYear(file)).toMatchObject({ value: { year } });
    },
  );

  it('refuses a day listed twice, of another year, or with an unknown document', () => {
    const day = {
      date: '2030-01-01',
      kind: 'holiday',
      status: 'confirmed',
      name: 'x',
      document: 'D',
      knownOn: '2029-01-01',
    };
    const file = { year: 2031, documents: [], days: [day, day] };
    const parsed = parseCalendarYear(file);
    expect('faults' in parsed ? parsed.faults.map(faultText).join() : '').toMatch(
      /listed twice.*another year.*unknown document/s,
    );
  });

  it('refuses an overlay day of an unknown kind', () => {
    const overlay = [
      {
        date: '2030-01-01',
        kind: 'strike',
        status: 'confirmed',
        name: 'x',
        document: 'D',
        knownOn: '2029-01-01',
      },
    ];
    expect(parseCalendarDays(overlay)).toHaveProperty('faults');
  });
});

describe('the manifest of published files', () => {
  const manifest = JSON.parse(
    readFileSync(path.join(RULES_FOLDER, 'manifest.json'), 'utf8'),
  ) as Record<string, string>;
  let copy = '';
  beforeEach(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'rules-'));
    cpSync(RULES_FOLDER, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  it('agrees with the files as they are', () => {
    expect(manifestFaults(manifest, hashesOf(RULES_FOLDER))).toEqual([]);
  });
  it('fails when one byte of a published file changes', () => {
    const file = path.join(copy, '2026-11', 'deadlines.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"amount": 30', '"amount": 31'));
    expect(manifestFaults(manifest, hashesOf(copy))).toEqual([
      '2026-11/deadlines.json was edited after it was published',
    ]);
  });
  it('fails when a new file is not listed', () => {
    writeFileSync(path.join(copy, 'calendars', '2027.json'), '{}');
    expect(manifestFaults(manifest, hashesOf(copy))).toEqual(['calendars/2027.json is not listed']);
  });
  it('fails when a published file is gone', () => {
    rmSync(path.join(copy, 'calendars', '2023.json'));
    expect(manifestFaults(manifest, hashesOf(copy))).toEqual([
      'calendars/2023.json is listed but missing',
    ]);
  });
});
