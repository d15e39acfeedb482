/**
 * What a draft would do to a case: which dates move, who becomes late, who becomes timely. Dates are counted
 * by hand from the calendar of 2026; the same functions count in a live case.
 */
import type { Case } from '../../domain/case';
import { faultText, parseDraftCalendar, parseRuleSet } from '../../domain/deadline-rule-schema';
import type { CalendarDayEntry } from '../../domain/events';
import type { RuleSet } from '../../domain/rules';
import { CURRENT_RULE_SET, rulesFor } from '../../domain/rules';
import { createTrial, whatIf } from '../../domain/what-if';
import type { ClockChange, Draft, WhatIfLine } from '../../domain/what-if';
import { after, caseOf, command, lived, on } from '../support/given';
import {
  ACCEPTED,
  CLASSIFIED,
  DECIDED,
  RECEIVED,
  SUSPENDED,
  VERIFYING,
} from '../support/histories';

const published = rulesFor(CURRENT_RULE_SET)!;

function daysOff(...dates: string[]): Draft {
  const days = dates.map((date) => ({
    ...{ date, kind: 'local_closure', status: 'confirmed', name: 'Lũ' },
    ...{ document: 'Dự thảo', knownOn: '2026-07-01' },
  }));
  const parsed = parseDraftCalendar(days);
  if ('faults' in parsed) throw new Error(parsed.faults.map(faultText).join('\n'));
  return { calendar: parsed.value };
}

/** The published rules with one row changed. */
function ruleSetWith(id: string, changes: object): Draft {
  const clocks = published.clocks.map((row) => (row.id === id ? { ...row, ...changes } : row));
  const parsed = parseRuleSet({ ...published, version: '2027-01-draft', clocks });
  if ('faults' in parsed) throw new Error(parsed.faults.map(faultText).join('\n'));
  return { ruleSet: parsed.value };
}

function changes(draft: Draft, history: Parameters<typeof caseOf>[0], today: string) {
  return createTrial(draft, on(today)).changesOf(caseOf(history));
}

function gist(list: readonly ClockChange[]): object[] {
  return list.map(({ clock, effect, before, after: other }) => ({
    clock,
    effect,
    dates: [before?.dueOn ?? null, other?.dueOn ?? null],
  }));
}

describe('a draft calendar', () => {
  test('moves the seven working days of acceptance, not its ten calendar days', () => {
    // Received Wed 1 July: seven working days end Fri 10 July; a closed Thu 9 July makes it Mon 13 July.
    expect(gist(changes(daysOff('2026-07-09'), CLASSIFIED, '2026-07-06'))).toEqual([
      { clock: 'accept', effect: 'moves', dates: ['2026-07-10', '2026-07-13'] },
    ]);
  });

  test('makes timely what is late today, and says so rather than that it moves', () => {
    expect(gist(changes(daysOff('2026-07-09'), CLASSIFIED, '2026-07-11'))).toEqual([
      { clock: 'accept', effect: 'becomes_timely', dates: ['2026-07-10', '2026-07-13'] },
    ]);
  });

  test('moves a late date that stays late', () => {
    expect(gist(changes(daysOff('2026-07-09'), CLASSIFIED, '2026-07-14'))).toEqual([
      { clock: 'accept', effect: 'moves', dates: ['2026-07-10', '2026-07-13'] },
    ]);
  });

  test('takes back a day that the office had added, and makes late what was timely', () => {
    const day: CalendarDayEntry = {
      date: on('2026-07-09'),
      kind: 'local_closure',
      status: 'confirmed',
      name: 'Lũ',
      document: 'Thông báo',
      knownOn: on('2026-07-09'),
    };
    const applied = after(CLASSIFIED, [
      command('ApplyCalendar', { calendar: { version: 1, days: [day] } }),
      '2026-07-09',
    ]);
    const parsed = parseDraftCalendar([{ ...day, status: 'rejected' }]);
    if ('faults' in parsed) throw new Error(parsed.faults.map(faultText).join('\n'));
    expect(gist(changes({ calendar: parsed.value }, applied, '2026-07-13'))).toEqual([
      { clock: 'accept', effect: 'becomes_late', dates: ['2026-07-13', '2026-07-10'] },
    ]);
  });

  test('judges a met clock by the day it was met, whatever today is', () => {
    // Accepted on the last day; with a day less to count it would have been late.
    const lastDay = after(CLASSIFIED, [command('AcceptCase'), '2026-07-10']);
    const saturday = [
      {
        ...{ date: '2026-07-04', kind: 'swapped_work', status: 'confirmed', name: 'Làm bù' },
        ...{ document: 'Dự thảo', knownOn: '2026-07-01' },
      },
    ];
    const parsed = parseDraftCalendar(saturday);
    if ('faults' in parsed) throw new Error(parsed.faults.map(faultText).join('\n'));
    for (const today of ['2026-07-10', '2027-07-10']) {
      expect(
        changes({ calendar: parsed.value }, lastDay, today).find(({ clock }) => clock === 'accept'),
      ).toMatchObject({
        ...{ effect: 'becomes_late', status: 'met', metOn: '2026-07-10', isOpenCase: true },
        after: { dueOn: '2026-07-09' },
      });
    }
  });

  test('of a whole year takes the place of the published year', () => {
    const parsed = parseDraftCalendar({ year: 2026, documents: [], days: [] });
    if ('faults' in parsed) throw new Error(parsed.faults.map(faultText).join('\n'));
    // Without any holiday, 2 September counts: received 27 August, seven working days.
    const received = lived([
      command('ReceiveCase', { receivedOn: on('2026-08-27') }),
      '2026-08-27',
    ]);
    const [change] = changes({ calendar: parsed.value }, received, '2026-08-27');
    expect(change).toMatchObject({
      ...{ clock: 'accept', effect: 'moves' },
      before: { dueOn: '2026-09-10' },
      after: { dueOn: '2026-09-07' },
    });
  });

  test('that changes nothing lists nothing', () => {
    expect(changes(daysOff('2026-12-25'), CLASSIFIED, '2026-07-06')).toEqual([]);
    expect(changes(daysOff('2026-07-09'), SUSPENDED, '2026-07-20')).toEqual([
      expect.objectContaining({ clock: 'accept', status: 'met', effect: 'moves' }),
    ]);
  });
});

describe('a draft rule set', () => {
  test('makes late an open case that the shorter term has overtaken', () => {
    // Accepted Mon 6 July: 30 days end Wed 5 August; 20 days end Sun 26 July, so Mon 27 July.
    const draft = ruleSetWith('KN-RESOLVE-1', { amount: 20 });
    expect(gist(changes(draft, ACCEPTED, '2026-07-28'))).toEqual([
      { clock: 'resolve', effect: 'becomes_late', dates: ['2026-08-05', '2026-07-27'] },
    ]);
    expect(gist(changes(draft, ACCEPTED, '2026-07-27'))).toEqual([
      { clock: 'resolve', effect: 'moves', dates: ['2026-08-05', '2026-07-27'] },
    ]);
  });

  test('judges a closed case by the day it was decided', () => {
    const closed = after(DECIDED, [command('SendDecision'), '2026-07-31']);
    const [change] = changes(ruleSetWith('KN-RESOLVE-1', { amount: 20 }), closed, '2026-09-01');
    expect(change).toMatchObject({
      ...{ clock: 'resolve', effect: 'becomes_late', status: 'met', metOn: '2026-07-30' },
    });
  });

  test('an internal warning moves but is never late', () => {
    const draft = ruleSetWith('KN-ACCEPT-WARN', { amount: 5 });
    expect(changes(draft, RECEIVED, '2026-07-31')).toEqual([
      expect.objectContaining({ clock: 'accept_warning', effect: 'moves', isInternal: true }),
    ]);
  });

  test('says which terms it does not know and which an extension it does not allow', () => {
    const { suspensionBasis, ...row } = published.clocks.find(({ id }) => id === 'KN-RESOLVE-1')!;
    expect(suspensionBasis).not.toBeNull();
    const extended = after(VERIFYING, [
      command('ExtendResolution', { days: 10, criteria: ['b'] }),
      '2026-07-20',
    ]);
    const strict = ruleSetWith('KN-RESOLVE-1', { ...row, suspensionBasis, extension: [] });
    expect(changes(strict, extended, '2026-07-20')).toEqual([
      expect.objectContaining({ clock: 'resolve', effect: 'refused', after: null }),
    ]);
    const without: RuleSet = {
      ...published,
      clocks: published.clocks.filter(({ id }) => id !== 'KN-RESOLVE-1'),
    };
    expect(gist(changes({ ruleSet: without }, ACCEPTED, '2026-07-20'))).toEqual([
      { clock: 'resolve', effect: 'disappears', dates: ['2026-08-05', null] },
    ]);
  });

  test('with faults is refused, every fault with its path', () => {
    const clocks = published.clocks.map((row, at) =>
      at === 2 ? { ...row, amount: -1, unit: 'moon' } : row,
    );
    const parsed = parseRuleSet({ ...published, clocks });
    expect('faults' in parsed && parsed.faults.map(({ path }) => path)).toEqual([
      'clocks.2.amount',
      'clocks.2.unit',
    ]);
  });
});

describe('a draft tried on many cases', () => {
  /** Cases made as they are asked for, so that only what is tried on them is in memory. */
  async function* synthetic(total: number, size: number): AsyncGenerator<Case[]> {
    const models = [CLASSIFIED, ACCEPTED, VERIFYING, DECIDED].map(caseOf);
    for (let made = 0; made < total; made += size) {
      const text = JSON.stringify(models);
      const fresh = (): Case[] => JSON.parse(text) as Case[];
      yield Array.from({ length: size / models.length }, fresh).flat();
    }
  }

  test('20,000 of them hold no more memory than one batch, and are counted fast', async () => {
    const total = 20_000;
    const draft = { ...daysOff('2026-07-09'), ...ruleSetWith('KN-RESOLVE-1', { amount: 20 }) };
    const lines: Record<WhatIfLine['type'], number> = { progress: 0, change: 0, summary: 0 };
    let summary: WhatIfLine | undefined;
    let highest = 0;
    const before = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    const asked = { draft, today: on('2026-07-28'), of: total };
    for await (const line of whatIf(synthetic(total, 500), asked)) {
      lines[line.type] += 1;
      summary = line;
      if (line.type === 'progress') highest = Math.max(highest, process.memoryUsage().heapUsed);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const megabytes = (highest - before) / 1_048_576;
    process.stdout.write(
      `what-if: ${total} cases in ${seconds.toFixed(2)} s, ` +
        `${Math.round(total / seconds)} cases/s, heap +${megabytes.toFixed(0)} MB at most\n`,
    );
    expect(summary).toMatchObject({ type: 'summary', cases: total, casesTouched: total });
    expect(lines).toEqual({ progress: 40, summary: 1, change: lines.change });
    // 20,000 snapshots kept would be some 60 MB of text and several times that as objects.
    expect(megabytes).toBeLessThan(100);
  });
});
