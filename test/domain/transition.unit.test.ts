/**
 * The two sides of 1 July 2026 (Luật 136/2025, NĐ 155/2026). A term's row is chosen by the day it starts;
 * what NĐ 155 Đ22.1 moves over for cases accepted before and undecided, suspension and dialogue, goes by
 * today. The clause is silent on acceptance, so that goes by the day of receipt alone.
 */
import { createCertificate } from '../../domain/certificate';
import { requestFor } from '../../domain/clocks';
import type { Case } from '../../domain/case';
import { COMPLAINT } from '../../domain/kinds/complaint';
import { lawOf } from '../../domain/law';
import { after, caseOf, command, fact, given, lived, on } from '../support/given';
import type { Past } from '../support/given';

/** Received on a day and accepted a week later, before the new law. */
const OLD: Past[] = lived(
  [command('ReceiveCase', { receivedOn: on('2026-06-15') }), '2026-06-15'],
  [command('ClassifyCase'), '2026-06-16'],
  [command('AcceptCase'), '2026-06-22'],
  [command('AssignCase'), '2026-06-23'],
);
const OLD_VERIFIED = after(OLD, [
  command('ReportVerification', { findings: 'differ' }),
  '2026-06-26',
]);

function clocksOf(history: readonly Past[]): Record<string, string> {
  const { clocks } = caseOf(history);
  return Object.fromEntries(
    Object.entries(clocks).map(([id, { ruleId, dueOn, status }]) => [
      id,
      `${ruleId} ${status} ${dueOn ?? '—'}`,
    ]),
  );
}

function certificateOf(current: Case, clock: string): { whyThisRow: object; transition?: object } {
  const spec = COMPLAINT.clocks.find(({ id }) => id === clock)!;
  const { ruleSet, calendar } = lawOf(current)!;
  const made = createCertificate(requestFor(spec, current)!, ruleSet, calendar, {
    issuedOn: on('2026-08-01'),
  });
  if ('refusal' in made) throw new Error(made.detail.en);
  return made.ruleSet;
}

describe('acceptance', () => {
  test.each([
    ['2026-06-30', { accept: 'KN-ACCEPT-V1 running 2026-07-10' }],
    [
      '2026-07-01',
      {
        accept: 'KN-ACCEPT-V2 running 2026-07-10',
        accept_warning: 'KN-ACCEPT-WARN running 2026-07-13',
      },
    ],
  ])('of a letter received on %s goes by that day', (receivedOn, clocks) => {
    const history = lived([
      command('ReceiveCase', { receivedOn: on(receivedOn) }),
      // Entered on 1 July in both cases: the day of entry does not choose the row.
      '2026-07-01',
    ]);
    expect(clocksOf(history)).toEqual(clocks);
  });
});

describe('a case accepted before 1 July 2026 and undecided', () => {
  test('has the same term to resolve on both sides: thirty days from acceptance', () => {
    expect(clocksOf(OLD).resolve).toBe('KN-RESOLVE-1 running 2026-07-22');
  });

  test('cannot be suspended on 30 June, and can on 1 July', () => {
    given(OLD)
      .when(command('SuspendResolution'), '2026-06-30')
      .refused('suspension_not_in_law', { from: '2026-07-01' });
    given(OLD)
      .when(command('SuspendResolution'), '2026-07-01')
      .thenAmong(fact('DeadlinePaused', { clock: 'resolve', ruleId: 'KN-RESOLVE-1' }));
  });

  test('runs on from the resume decision, and each decision is sent in three working days', () => {
    const suspended = after(OLD, [command('SuspendResolution'), '2026-07-06']);
    expect(clocksOf(suspended)).toMatchObject({
      resolve: 'KN-RESOLVE-1 paused —',
      suspension_notice: 'KN-SUSPEND-SEND running 2026-07-09',
    });
    // Fourteen of thirty days were counted; sixteen remain after Mon 20 July: Wed 5 August.
    const resumed = after(suspended, [command('ResumeResolution'), '2026-07-20']);
    expect(clocksOf(resumed)).toMatchObject({
      resolve: 'KN-RESOLVE-1 running 2026-08-05',
      resumption_notice: 'KN-CONTINUE-SEND running 2026-07-23',
    });
    expect(certificateOf(caseOf(resumed), 'resolve')).toMatchObject({
      transition: { en: expect.stringContaining('transition') },
    });
  });

  test('owes notice of a dialogue five days ahead from 1 July, by the day of the dialogue', () => {
    const before = after(OLD_VERIFIED, [
      command('ScheduleDialogue', { dialogueOn: on('2026-06-30') }),
      '2026-06-29',
    ]);
    expect(clocksOf(before)).not.toHaveProperty('dialogue_notice');
    const later = after(OLD_VERIFIED, [
      command('ScheduleDialogue', { dialogueOn: on('2026-07-15') }),
      '2026-07-02',
    ]);
    expect(clocksOf(later)).toMatchObject({
      dialogue_notice: 'KN-DIALOGUE-NOTICE running 2026-07-10',
    });
    given(OLD_VERIFIED)
      .when(command('ScheduleDialogue', { dialogueOn: on('2026-07-15') }), '2026-07-13')
      .refused('dialogue_too_soon');
  });

  test('is extended without criteria before, and only on named criteria from 1 July', () => {
    const asked = command('ExtendResolution', { days: 10, criteria: [] });
    given(OLD)
      .when(asked, '2026-06-30')
      .thenAmong(
        fact('DeadlineMoved', {
          ...{ clock: 'resolve', ruleId: 'KN-RESOLVE-1', cause: 'extension', documents: [] },
          ...{ from: on('2026-07-22'), to: on('2026-08-03') },
        }),
      );
    given(OLD).when(asked, '2026-07-01').refused('criteria_required');
  });

  test('can be withdrawn on both sides', () => {
    for (const day of ['2026-06-30', '2026-07-01']) {
      const withdrawn = after(OLD, [command('WithdrawCase'), day]);
      expect(clocksOf(withdrawn).resolve).toMatch(/^KN-RESOLVE-1 dropped/);
    }
  });
});

test('a case accepted from 1 July 2026 on needs no transition', () => {
  const young = lived(
    [command('ReceiveCase'), '2026-07-01'],
    [command('ClassifyCase'), '2026-07-02'],
    [command('AcceptCase'), '2026-07-06'],
    [command('SuspendResolution'), '2026-07-13'],
    [command('ResumeResolution'), '2026-07-20'],
  );
  expect(certificateOf(caseOf(young), 'resolve')).not.toHaveProperty('transition');
});
