/** Deadlines: every refusal by its code, and the decisions that need a sentence. */
import fc from 'fast-check';
import { endOfDayInstant } from '../../domain/civil-date';
import { DEADLINE_REFUSALS } from '../../domain/deadline-refusals';
import { isRefusal } from '../../domain/refusals';
import { MAX_LIST, parseDeadlineRequest } from '../../domain/deadline-request';
import type { DeadlineAnswer } from '../../domain/deadlines';
import { computeDeadline } from '../../domain/deadlines';
import { DEADLINE_FLAGS } from '../../domain/deadline-flags';
import type { WorkingCalendar } from '../../domain/working-days';
import { createCalendar } from '../../domain/working-days';
import { on, ruleSet, years } from '../support/deadline-requests';

const calendar = createCalendar(years);

function ask(input: unknown, days: WorkingCalendar = calendar): Record<string, unknown> {
  const request = parseDeadlineRequest(input);
  return isRefusal(request) ? { ...request } : { ...computeDeadline(request, ruleSet, days) };
}

function answered(input: unknown, days: WorkingCalendar = calendar): DeadlineAnswer {
  const result = ask(input, days);
  if ('refusal' in result) throw new Error(`refused: ${String(result.refusal)}`);
  return result as unknown as DeadlineAnswer;
}

const resolve = (more: object = {}): object => ({
  rule: 'KN-RESOLVE-1',
  start: '2026-07-06',
  ...more,
});
const extension = (more: object): object => ({
  extension: { ground: 'complex', days: 15, ...more },
});

const REFUSED: readonly (readonly [string, string, unknown])[] = [
  ['invalid_request', 'a list instead of an object', []],
  ['invalid_request', 'null', null],
  ['invalid_request', 'a rule that is a number', { rule: 1, start: '2026-07-06' }],
  ['invalid_request', 'no start', { rule: 'KN-RESOLVE-1' }],
  ['invalid_request', 'a start in milliseconds', resolve({ start: 1783296000000 })],
  ['invalid_request', 'an unknown key', resolve({ begin: 'x' })],
  [
    'invalid_request',
    'a key that would be a prototype',
    JSON.parse('{"rule":"KN-SEND-1","start":"2026-07-06","__proto__":{}}'),
  ],
  ['invalid_request', 'pauses that are not a list', resolve({ pauses: '2026-07-10' })],
  ['invalid_request', 'a pause that is a text', resolve({ pauses: ['2026-07-10..2026-07-12'] })],
  [
    'invalid_request',
    'a pause with an unknown key',
    resolve({ pauses: [{ from: '2026-07-10', until: '2026-07-12' }] }),
  ],
  [
    'invalid_request',
    'more pauses than a case could have',
    resolve({ pauses: Array.from({ length: MAX_LIST + 1 }, () => ({})) }),
  ],
  ['invalid_request', 'an extension that is a text', resolve({ extension: 'complex:15' })],
  ['invalid_request', 'both forms of extension', resolve({ ...extension({}), extensions: [] })],
  ['impossible_date', '30 February', resolve({ start: '2026-02-30' })],
  ['impossible_date', '29 February of a common year', resolve({ start: '2026-02-29' })],
  ['impossible_date', 'a date in words', resolve({ start: 'hôm nay' })],
  ['impossible_date', 'a date the other way round', resolve({ start: '06-07-2026' })],
  ['impossible_date', 'a date with space', resolve({ start: '2026-07-06 ' })],
  ['impossible_date', 'month 13', resolve({ pauses: [{ from: '2026-13-01' }] })],
  ['impossible_date', 'day 0', resolve({ pauses: [{ from: '2026-07-10', to: '2026-07-00' }] })],
  [
    'impossible_date',
    'a decision on a day that never was',
    resolve(extension({ decidedOn: '2026-06-31' })),
  ],
  ['impossible_date', 'a time of day for a rule in days', resolve({ start: '2026-07-06T09:00' })],
  ['impossible_date', '25 o’clock', { rule: 'TCD-ONLINE-CONNECT', start: '2026-12-01T25:00' }],
  ['impossible_date', 'an end after the year 9999', resolve({ start: '9999-12-31' })],
  ['unknown_rule', 'a rule nobody wrote', { rule: 'KN-RESOLVE-9', start: '2026-07-06' }],
  ['unknown_rule', 'a rule in lower case', { rule: 'kn-resolve-1', start: '2026-07-06' }],
  ['not_a_deadline', 'a target', { rule: 'TTHC-ONTIME-GOAL', start: '2026-07-06' }],
  ['no_statutory_number', 'resolving a petition', { rule: 'PA-RESOLVE', start: '2026-07-06' }],
  [
    'start_before_rule_life',
    'a row without a number, before its law',
    { rule: 'BTTND-DOCS', start: '2023-06-30' },
  ],
  [
    'start_before_rule_life',
    'a target, before its plan',
    { rule: 'TTHC-ONTIME-GOAL', start: '2022-12-31' },
  ],
  [
    'start_before_rule_life',
    'the day before the rule',
    { rule: 'KN-ACCEPT-V2', start: '2026-06-30' },
  ],
  [
    'start_after_rule_life',
    'the day after the rule',
    { rule: 'KN-ACCEPT-V1', start: '2026-07-01' },
  ],
  [
    'pause_ends_before_it_starts',
    'an inverted pause',
    resolve({ pauses: [{ from: '2026-07-12', to: '2026-07-11' }] }),
  ],
  [
    'pauses_overlap',
    'two pauses sharing a day',
    resolve({
      pauses: [
        { from: '2026-07-14', to: '2026-07-20' },
        { from: '2026-07-10', to: '2026-07-15' },
      ],
    }),
  ],
  [
    'pauses_overlap',
    'a pause after one that still stands',
    resolve({ pauses: [{ from: '2026-07-10' }, { from: '2026-07-20', to: '2026-07-21' }] }),
  ],
  [
    'pause_before_start',
    'a pause before acceptance',
    resolve({ pauses: [{ from: '2026-07-05', to: '2026-07-08' }] }),
  ],
  [
    'pause_before_start',
    'a pause before a backward clock’s event',
    {
      rule: 'TCD-SCHEDULE',
      start: '2026-07-06',
      pauses: [{ from: '2026-07-01', to: '2026-07-02' }],
    },
  ],
  [
    'extension_not_allowed',
    'sending a decision',
    { rule: 'KN-SEND-1', start: '2026-07-06', ...extension({}) },
  ],
  [
    'extension_not_allowed',
    'obstacle time as an extension',
    {
      rule: 'KN-LODGE-1',
      start: '2026-07-06',
      ...extension({ ground: 'objective_obstacle_time' }),
    },
  ],
  [
    'extension_not_allowed',
    'a reappointment as an extension',
    { rule: 'TTHC-APOLOGY-V2', start: '2026-07-06', ...extension({}) },
  ],
  [
    'extension_ground_not_allowed',
    'a remote place for resolving',
    resolve(extension({ ground: 'remote' })),
  ],
  ['extension_exceeds_maximum', 'one day more than 45', resolve(extension({ days: 16 }))],
  [
    'extension_exceeds_maximum',
    '31 more days at once',
    { rule: 'TC-RESOLVE', start: '2026-07-06', ...extension({ days: 31 }) },
  ],
  [
    'extension_exceeds_maximum',
    'a second decision where one is allowed',
    {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      extensions: [
        { ground: 'complex', days: 10 },
        { ground: 'complex', days: 10 },
      ],
    },
  ],
  [
    'extension_exceeds_maximum',
    'one decision of 31 days where two of 30 are allowed',
    {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      extensions: [{ ground: 'specially_complex', days: 31 }],
    },
  ],
  [
    'extension_exceeds_maximum',
    'grounds added to each other',
    {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      extensions: [
        { ground: 'complex', days: 30 },
        { ground: 'specially_complex', days: 30 },
        { ground: 'specially_complex', days: 30 },
      ],
    },
  ],
  ['extension_invalid', 'no days', resolve({ extension: { ground: 'complex' } })],
  ['extension_invalid', 'zero days', resolve(extension({ days: 0 }))],
  ['extension_invalid', 'half a day', resolve(extension({ days: 1.5 }))],
  ['extension_invalid', 'days in a text', resolve(extension({ days: '15' }))],
  ['extension_invalid', 'no ground', resolve({ extension: { days: 15 } })],
  ['extension_invalid', 'a criterion nobody wrote', resolve(extension({ criteria: ['a', 'z'] }))],
  ['extension_invalid', 'the same criterion twice', resolve(extension({ criteria: ['a', 'a'] }))],
  [
    'extension_invalid',
    'one criterion for a specially complex case',
    {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      ...extension({ ground: 'specially_complex', criteria: ['a'] }),
    },
  ],
  [
    'extension_invalid',
    'a decision before acceptance',
    resolve(extension({ decidedOn: '2026-07-05' })),
  ],
  [
    'extension_after_expiry',
    'the day after the last day',
    resolve(extension({ decidedOn: '2026-08-06' })),
  ],
];

describe('a request that cannot be answered', () => {
  it.each(REFUSED)('is refused as %s: %s', (code, _title, input) => {
    const refusal = ask(input);
    expect(refusal.refusal).toBe(code);
    const detail = refusal.detail as { vi: string; en: string };
    expect(detail.vi.length).toBeGreaterThan(10);
    expect(detail.en.length).toBeGreaterThan(10);
  });

  it('has a tested example of every code this layer can give', () => {
    const elsewhere = ['invalid_json', 'ambiguous_stage'];
    const tested = new Set([...REFUSED.map(([code]) => code), ...elsewhere]);
    expect(Object.keys(DEADLINE_REFUSALS).filter((code) => !tested.has(code))).toEqual([]);
  });

  it.each([
    ['pauses.0.to', { pauses: [{ from: '2026-07-10', to: 'x' }] }],
    [
      'pauses.1',
      {
        pauses: [
          { from: '2026-07-10', to: '2026-07-11' },
          { from: '2026-07-14', to: '2026-07-13' },
        ],
      },
    ],
    [
      'pauses.0',
      {
        pauses: [
          { from: '2026-07-14', to: '2026-07-20' },
          { from: '2026-07-10', to: '2026-07-15' },
        ],
      },
    ],
    ['extension.decidedOn', extension({ decidedOn: '2026-08-06' })],
    [
      'extensions.1.decidedOn',
      {
        extensions: [
          { ground: 'complex', days: 5, decidedOn: '2026-08-05' },
          { ground: 'complex', days: 5, decidedOn: '2026-08-11' },
        ],
      },
    ],
  ])('names the field at fault: %s', (field, more) => {
    expect(ask(resolve(more))).toMatchObject({ field });
  });

  it('speaks of dates and articles as Vietnamese papers do', () => {
    const late = ask(resolve(extension({ decidedOn: '2026-08-06' })));
    expect((late.detail as { vi: string }).vi).toContain('05/08/2026');
    const never = ask({ rule: 'KN-SEND-1', start: '2026-07-06', ...extension({}) });
    expect((never.detail as { vi: string }).vi).toContain('Điều 32 Luật Khiếu nại 02/2011/QH13');
    const early = ask({ rule: 'KN-ACCEPT-V2', start: '2026-06-30' });
    expect((early.detail as { vi: string }).vi).toMatch(/áp dụng từ 01\/07\/2026\.$/);
  });

  it('never throws, whatever JSON comes in', () => {
    const keyed = fc.record(
      {
        rule: fc.oneof(fc.constantFrom(...ruleSet.clocks.map((rule) => rule.id)), fc.jsonValue()),
        start: fc.oneof(fc.constantFrom('2026-07-06', '0001-01-01', '9999-12-31'), fc.jsonValue()),
        pauses: fc.jsonValue(),
        extension: fc.jsonValue(),
        extensions: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(keyed, fc.jsonValue()), (input) => {
        const result = ask(input);
        expect('refusal' in result || 'dueOn' in result).toBe(true);
        expect(() => JSON.stringify(result)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the decisions a clerk could dispute', () => {
  it('ends the worked example on 6 April 2026, and says the pause came before the law knew it', () => {
    const answer = answered({
      rule: 'KN-RESOLVE-1',
      start: '2026-02-10',
      pauses: [{ from: '2026-02-20', to: '2026-03-02' }],
      extension: { ground: 'complex', days: 15 },
    });
    expect(answer).toMatchObject({
      dueOn: '2026-04-06',
      isFinal: true,
      flags: ['pause_before_suspension_law'],
    });
    expect(answer.explanation.length).toBe(answer.explanationEn.length);
  });

  it('runs the last day to midnight in Vietnam', () => {
    expect(new Date(endOfDayInstant(on('2026-04-06'))).toISOString()).toBe(
      '2026-04-06T17:00:00.000Z',
    );
  });

  it('lets an extension be decided on the last day, in its last hour', () => {
    expect(answered(resolve(extension({ decidedOn: '2026-08-05' }))).dueOn).toBe('2026-08-20');
  });

  it('counts separate decisions together: two of thirty days make a specially complex case ninety', () => {
    const separate = {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      extensions: [
        { ground: 'specially_complex', days: 30, decidedOn: '2026-08-05' },
        { ground: 'specially_complex', days: 30, decidedOn: '2026-09-04' },
      ],
    };
    const total = {
      rule: 'TC-RESOLVE',
      start: '2026-07-06',
      extension: { ground: 'specially_complex', days: 60 },
    };
    expect(answered(separate).dueOn).toBe(answered(total).dueOn);
    expect(answered(separate).dueOn).toBe('2026-10-05');
  });

  it('gives no date while the clock stands still, but says since when and what is left', () => {
    expect(answered(resolve({ pauses: [{ from: '2026-07-16' }] }))).toMatchObject({
      dueOn: null,
      isFinal: false,
      pausedSince: '2026-07-16',
      remainingDays: 20,
    });
  });

  it('ignores a pause that begins after the term is spent', () => {
    expect(answered(resolve({ pauses: [{ from: '2026-08-10', to: '2026-08-20' }] }))).toMatchObject(
      {
        dueOn: '2026-08-05',
        flags: ['pause_without_effect'],
      },
    );
    expect(answered(resolve({ pauses: [{ from: '2026-08-10' }] })).dueOn).toBe('2026-08-05');
  });

  it('asks for criteria in writing from the day the list came into force', () => {
    expect(answered(resolve(extension({}))).flags).toEqual(['criteria_not_named']);
    expect(answered(resolve(extension({ criteria: ['a', 'đ'] }))).flags).toEqual([]);
    expect(answered({ rule: 'KN-RESOLVE-1', start: '2026-05-04', ...extension({}) }).flags).toEqual(
      [],
    );
  });

  it('shows both dates where the decree and the Law disagree about acceptance', () => {
    expect(answered({ rule: 'KN-ACCEPT-V2', start: '2026-07-06' })).toMatchObject({
      dueOn: '2026-07-15',
      confidence: 'single_ocr',
      flags: ['low_confidence', 'conflict_in_law'],
      conflictsWith: [{ rule: 'KN-ACCEPT-WARN', dueOn: '2026-07-16' }],
    });
    const warning = answered({ rule: 'KN-ACCEPT-WARN', start: '2026-07-06' });
    expect(warning.conflictsWith).toEqual([{ rule: 'KN-ACCEPT-V2', dueOn: '2026-07-15' }]);
    expect(warning.explanation.join()).toContain('theo KN-ACCEPT-V2 (7 ngày làm việc,');
    expect(warning.explanation.join()).toContain('15/07/2026');
  });

  it.each([
    ['At the latest at 24:00 on 2026-08-05', { rule: 'KN-DIALOGUE-NOTICE', start: '2026-08-10' }],
    ['Must last at least until 24:00 on 2026-07-21', { rule: 'KN-POSTING-2', start: '2026-07-06' }],
    ['Alarm once past 24:00', { rule: 'PA-UNPROCESSED-SANCTION', start: '2026-07-06' }],
    ['at the latest 1 hour before the start', { rule: 'TCD-ONLINE-CONNECT', start: '2026-12-01' }],
    ['no working day in it, moved', { rule: 'TCD-CHAIR-V1', start: '2026-02-17' }],
    ['only if no second complaint', { rule: 'KN-EFFECT-1', start: '2026-07-06' }],
    [
      'If 2026-11-24 is confirmed as a day off it is 2026-11-26',
      { rule: 'KN-SEND-1', start: '2026-11-20' },
    ],
    [
      '2026-07-08 to 2026-07-14: 4 working days not counted',
      {
        rule: 'TC-INTAKE',
        start: '2026-07-06',
        pauses: [{ from: '2026-07-08', to: '2026-07-14' }],
      },
    ],
    [
      'when the term was spent: no effect',
      resolve({ pauses: [{ from: '2026-08-10', to: '2026-08-20' }] }),
    ],
  ])('says what the date means: %s', (words, input) => {
    expect(answered(input).explanationEn.join(' ')).toContain(words);
  });

  it('says from which day a decision is in effect', () => {
    expect(answered({ rule: 'KN-EFFECT-1', start: '2026-07-06' })).toMatchObject({
      dueOn: '2026-08-05',
      effectiveFromOn: '2026-08-06',
    });
  });

  it('tests a line an hour before, even across midnight, and only names the day when the hour is unknown', () => {
    expect(answered({ rule: 'TCD-ONLINE-CONNECT', start: '2026-12-01T00:30' })).toMatchObject({
      dueOn: '2026-11-30',
      dueAt: '2026-11-30T23:30+07:00',
    });
    const unknown = answered({ rule: 'TCD-ONLINE-CONNECT', start: '2026-12-01' });
    expect(unknown).toMatchObject({
      dueOn: '2026-12-01',
      flags: ['low_confidence', 'hour_not_known'],
    });
    expect(unknown).not.toHaveProperty('dueAt');
  });

  it('moves a week without a single working day to the next one, and says so', () => {
    expect(answered({ rule: 'TCD-CHAIR-V1', start: '2026-02-17' })).toMatchObject({
      dueOn: '2026-02-23',
      flags: ['period_without_working_day'],
    });
  });

  it('marks a date provisional when a year has no calendar, and names the year', () => {
    expect(answered({ rule: 'PA-ANSWER', start: '2026-12-22' })).toMatchObject({
      isFinal: false,
      warnings: [{ code: 'calendar_missing', year: 2027 }],
    });
    expect(answered({ rule: 'KN-LODGE-1', start: '2022-12-01' }).warnings).toEqual([]);
  });

  it('asks about no year that lies inside a pause of many years', () => {
    const paused = {
      rule: 'KN-RESOLVE-1',
      start: '2026-07-09',
      pauses: [{ from: '2026-08-08', to: '9000-01-01' }],
    };
    expect(answered(paused).warnings.map((warning) => warning.year)).toEqual([9000]);
  });

  it('gives the other date when an unconfirmed day lies in the term, and none when it does not', () => {
    expect(answered({ rule: 'KN-SEND-1', start: '2026-11-20' })).toMatchObject({
      dueOn: '2026-11-25',
      isFinal: false,
      alternatives: [{ dueOn: '2026-11-26', ifConfirmed: ['2026-11-24'] }],
    });
    expect(answered({ rule: 'KN-SEND-1', start: '2026-11-16' })).toMatchObject({ isFinal: true });
  });

  it('gives the date of all doubtful days together, where one leads on to the next', () => {
    const doubtful = ['2026-07-15', '2026-07-16'].map((date) => ({
      date,
      kind: 'local_closure' as const,
      status: 'unconfirmed' as const,
      name: 'Bão',
      document: 'B',
      knownOn: date,
    }));
    const answer = answered(
      { rule: 'KN-SEND-1', start: '2026-07-10' },
      createCalendar(years, doubtful),
    );
    expect(answer).toMatchObject({
      dueOn: '2026-07-15',
      alternatives: [
        { dueOn: '2026-07-16', ifConfirmed: ['2026-07-15'] },
        { dueOn: '2026-07-17', ifConfirmed: ['2026-07-15', '2026-07-16'] },
      ],
    });
  });

  it('explains every flag in both languages', () => {
    for (const text of Object.values(DEADLINE_FLAGS)) {
      expect(text.vi).not.toBe('');
      expect(text.en).not.toBe('');
    }
  });
});
