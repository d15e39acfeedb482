/**
 * The clocks of a case as it lives: what starts, warns, is met, missed, paused and moved, and when the next
 * alarm rings. Dates are counted by hand from the law; counting itself has its golden file.
 */
import fc from 'fast-check';
import type { Case } from '../../domain/case';
import { alarmFacts, deriveClock, nextAlarmAt, nextDue, requestFor } from '../../domain/clocks';
import type { Command } from '../../domain/commands';
import { decide } from '../../domain/decide';
import { addDays, civilDateAt } from '../../domain/civil-date';
import { EVENT_DATA } from '../../domain/events';
import type { OfficeCalendar } from '../../domain/events';
import { COMPLAINT } from '../../domain/kinds/complaint';
import { isRefusal } from '../../domain/refusals';
import { CURRENT_RULE_SET, rulesFor, selectRule } from '../../domain/rules';
import {
  after,
  caseOf,
  command,
  fact,
  given,
  grown,
  IDENTITY,
  instant,
  lived,
  on,
} from '../support/given';
import type { Past } from '../support/given';
import {
  ACCEPTED,
  CLASSIFIED,
  DIALOGUE_SCHEDULED,
  ALL_HISTORIES,
  DECIDED,
  RECEIVED,
  SENT,
  SUSPENDED,
  VERIFYING,
} from '../support/histories';

const RING = command('RingAlarm');

function dueOf(history: readonly Past[], clock: string): string | null | undefined {
  return caseOf(history).clocks[clock]?.dueOn;
}

function specOf(clock: string): (typeof COMPLAINT.clocks)[number] {
  const spec = COMPLAINT.clocks.find((candidate) => candidate.id === clock);
  if (!spec) throw new Error(`no clock ${clock}`);
  return spec;
}

describe('every clock of the table', () => {
  const ruleSet = rulesFor(CURRENT_RULE_SET);

  const stages = COMPLAINT.clocks.flatMap((spec) =>
    [...new Set([spec.stage, spec.remoteStage ?? spec.stage])].map(
      (stage) => [spec.id, stage, spec.caseType] as const,
    ),
  );

  test.each(stages)('%s finds a rule for stage %s of %s today', (_clock, stage, caseType) => {
    if (!ruleSet) throw new Error('the current rule set is not published');
    expect(selectRule(ruleSet, stage, on('2026-11-24'), caseType)).toHaveProperty('id');
  });

  test('runs in some state of a believable case', () => {
    const seen = ALL_HISTORIES.flatMap((history) => Object.keys(caseOf(history).clocks));
    const atReception = lived([command('ReceiveCase', { channel: 'reception' }), '2026-07-01']);
    const resumed = after(SUSPENDED, [command('ResumeResolution'), '2026-07-20']);
    const all = new Set([
      ...seen,
      ...Object.keys({ ...caseOf(atReception).clocks, ...caseOf(resumed).clocks }),
    ]);
    expect([...all].sort()).toEqual(COMPLAINT.clocks.map((spec) => spec.id).sort());
  });
});

describe('acceptance', () => {
  test('of a letter received on 30 June 2026 has ten calendar days and no warning clock', () => {
    const old = lived([command('ReceiveCase', { receivedOn: on('2026-06-30') }), '2026-06-30']);
    expect(caseOf(old).clocks).toEqual({
      accept: expect.objectContaining({ ruleId: 'KN-ACCEPT-V1', dueOn: '2026-07-10' }),
    });
  });

  test('of a letter received on 1 July 2026 has seven working days; the Law’s ten days are shown beside', () => {
    expect(caseOf(RECEIVED).clocks).toEqual({
      accept: expect.objectContaining({ ruleId: 'KN-ACCEPT-V2', dueOn: '2026-07-10' }),
      accept_warning: expect.objectContaining({ ruleId: 'KN-ACCEPT-WARN', dueOn: '2026-07-13' }),
    });
  });

  test('over National Day the two differ the other way: seven working days are the later date', () => {
    // From Wednesday 26 August: 27, 28 August, then rest to 2 September, 3, 4, 7, 8, 9 September.
    const august = lived([command('ReceiveCase', { receivedOn: on('2026-08-26') }), '2026-08-26']);
    expect(dueOf(august, 'accept')).toBe('2026-09-09');
    // The tenth day is Saturday 5 September, so Monday the 7th.
    expect(dueOf(august, 'accept_warning')).toBe('2026-09-07');
  });

  test('the ten-day warning warns and is never missed, never escalated, never the next due date', () => {
    const warned = after(
      RECEIVED,
      [RING, '2026-07-07T07:00'],
      [RING, '2026-07-09T07:00'],
      [RING, '2026-07-11T00:00'],
      [RING, '2026-07-13T07:00'],
    );
    expect(warned.slice(-1).map((past) => past.fact)).toEqual([
      fact('DeadlineWarned', {
        clock: 'accept_warning',
        ruleId: 'KN-ACCEPT-WARN',
        dueOn: on('2026-07-13'),
        daysLeft: 0,
      }),
    ]);
    expect(nextAlarmAt(caseOf(warned))).toBe(Infinity);
    expect(nextDue(caseOf(RECEIVED))).toEqual({ clock: 'accept', dueOn: '2026-07-10' });
  });

  test('taken at citizen reception must also be answered within ten working days', () => {
    const history = lived([command('ReceiveCase', { channel: 'reception' }), '2026-07-01']);
    expect(dueOf(history, 'answer_reception')).toBe('2026-07-15');
    // Two clocks run for one matter: the earlier is the one to keep.
    expect(nextDue(caseOf(history))).toEqual({ clock: 'accept', dueOn: '2026-07-10' });
    expect(dueOf(RECEIVED, 'answer_reception')).toBeUndefined();
  });
});

describe('alarms of the acceptance clock', () => {
  const clock = { clock: 'accept', ruleId: 'KN-ACCEPT-V2', dueOn: on('2026-07-10') };

  test('ring at 07:00 three days and one day before, and at midnight after the last day', () => {
    expect(nextAlarmAt(caseOf(RECEIVED))).toBe(instant('2026-07-07T07:00'));
    const once = after(RECEIVED, [RING, '2026-07-07T07:00']);
    expect(nextAlarmAt(caseOf(once))).toBe(instant('2026-07-09T07:00'));
    const twice = after(once, [RING, '2026-07-09T07:00']);
    expect(nextAlarmAt(caseOf(twice))).toBe(instant('2026-07-11T00:00'));
    given(twice)
      .when(RING, '2026-07-11T00:00')
      .then(fact('DeadlineMissed', clock), fact('CaseEscalated', { clock: 'accept', to: 'chair' }));
  });

  test('one minute before midnight nothing is missed: the term runs to the end of the day', () => {
    const warned = after(RECEIVED, [RING, '2026-07-09T07:00']);
    given(warned).when(RING, '2026-07-10T23:59').then();
    const history = after(CLASSIFIED, [command('AcceptCase'), '2026-07-10T23:59']);
    expect(caseOf(history).clocks.accept).toMatchObject({ status: 'met', isMissed: false });
  });

  test('rung late say what is true then: only the last warning, or only the miss', () => {
    given(RECEIVED)
      .when(RING, '2026-07-09T12:00')
      .then(fact('DeadlineWarned', { ...clock, daysLeft: 1 }));
    const late = after(RECEIVED, [RING, '2026-07-11T08:00']);
    expect(late.slice(RECEIVED.length).map((past) => past.fact.type)).toEqual([
      'DeadlineMissed',
      'CaseEscalated',
    ]);
  });

  test('a step taken late records the miss first, once, whether the alarm came or not', () => {
    const missed = fact('DeadlineMissed', clock);
    const met = fact('DeadlineMet', { ...clock, isLate: true });
    const { decision } = given(CLASSIFIED).when(command('AcceptCase'), '2026-07-13');
    if (isRefusal(decision)) throw new Error(decision.refusal);
    expect(decision.facts.slice(1, 3)).toEqual([missed, met]);
    const rung = after(CLASSIFIED, [RING, '2026-07-11T00:00']);
    const { decision: second } = given(rung).when(command('AcceptCase'), '2026-07-13');
    if (isRefusal(second)) throw new Error(second.refusal);
    expect(second.facts).not.toContainEqual(missed);
    expect(second.facts).toContainEqual(met);
  });
});

describe('the resolution clock', () => {
  test('has thirty days, forty-five in a remote area', () => {
    expect(dueOf(ACCEPTED, 'resolve')).toBe('2026-08-05');
    const remote = lived(
      [command('ReceiveCase', { isRemoteArea: true }), '2026-07-01'],
      [command('ClassifyCase'), '2026-07-02'],
      [command('AcceptCase'), '2026-07-06'],
    );
    expect(caseOf(remote).clocks.resolve).toMatchObject({
      ruleId: 'KN-RESOLVE-1-REMOTE',
      dueOn: '2026-08-20',
    });
  });

  test('can be extended in the last hour of the last day and not an hour later', () => {
    const extend = command('ExtendResolution', { days: 15 });
    given(VERIFYING)
      .when(extend, '2026-08-05T23:00')
      .thenAmong(
        fact('DeadlineMoved', {
          clock: 'resolve',
          ruleId: 'KN-RESOLVE-1',
          from: on('2026-08-05'),
          to: on('2026-08-20'),
          cause: 'extension',
          documents: [],
        }),
      );
    given(VERIFYING)
      .when(extend, '2026-08-06T00:00')
      .refused('extension_not_possible', { reason: 'extension_after_expiry' });
  });

  test('is asked about with the criteria on which it was extended, where any were named', () => {
    const resolve = COMPLAINT.clocks.find(({ id }) => id === 'resolve')!;
    const extended = after(VERIFYING, [
      command('ExtendResolution', { days: 15, criteria: ['b', 'g'] }),
      '2026-07-20',
    ]);
    expect(requestFor(resolve, caseOf(extended))?.extensions).toEqual([
      { ground: 'complex', days: 15, decidedOn: '2026-07-20', criteria: ['b', 'g'] },
    ]);
  });

  test('stands still while suspended and runs on from the resume decision', () => {
    expect(caseOf(SUSPENDED).clocks.resolve).toMatchObject({ status: 'paused', dueOn: null });
    // Seven of thirty days were used by 13 July; twenty-three are left after 20 July.
    given(SUSPENDED)
      .when(command('ResumeResolution'), '2026-07-20')
      .thenAmong(
        fact('DeadlineMoved', {
          clock: 'resolve',
          ruleId: 'KN-RESOLVE-1',
          from: null,
          to: on('2026-08-12'),
          cause: 'resumption',
          documents: [],
        }),
      );
  });

  test('is not missed and does not warn while it stands still, however long', () => {
    const notified = after(SUSPENDED, [
      command('SendNotice', { notice: 'suspension' }),
      '2026-07-14',
    ]);
    expect(nextAlarmAt(caseOf(notified))).toBe(Infinity);
    const resumed = after(notified, [command('ResumeResolution'), '2027-03-01']);
    expect(dueOf(resumed, 'resolve')).toBe('2027-03-24');
  });

  test('suspended and resumed on one day, or twice, loses nothing', () => {
    const sameDay = after(
      VERIFYING,
      [command('SuspendResolution'), '2026-07-13'],
      [command('ResumeResolution'), '2026-07-13'],
      [command('SuspendResolution'), '2026-07-13'],
      [command('ResumeResolution'), '2026-07-13'],
    );
    expect(caseOf(sameDay).clocks.resolve).toMatchObject({
      status: 'running',
      dueOn: '2026-08-05',
    });
  });

  test('a new day off moves a date that falls on it, and names the document', () => {
    const calendar: OfficeCalendar = {
      version: 1,
      days: [
        {
          date: on('2026-08-05'),
          kind: 'local_closure',
          status: 'confirmed',
          name: 'Bão số 4',
          document: 'Công văn 12/UBND',
          knownOn: on('2026-08-04'),
        },
      ],
    };
    given(VERIFYING)
      .when(command('ApplyCalendar', { calendar }), '2026-08-04')
      .thenAmong(
        fact('DeadlineMoved', {
          clock: 'resolve',
          ruleId: 'KN-RESOLVE-1',
          from: on('2026-08-05'),
          to: on('2026-08-06'),
          cause: 'calendar',
          documents: ['Công văn 12/UBND'],
        }),
      );
  });

  test('a date missed and then moved ahead can be kept, and missed again', () => {
    const missed = after(VERIFYING, [RING, '2026-08-06T00:00']);
    expect(caseOf(missed).clocks.resolve?.isMissed).toBe(true);
    const closure = (date: string): OfficeCalendar['days'][number] => ({
      date: on(date),
      kind: 'local_closure',
      status: 'confirmed',
      name: 'Bão số 4',
      document: 'Công văn 12/UBND',
      knownOn: on('2026-08-06'),
    });
    const calendar = { version: 1, days: [closure('2026-08-05'), closure('2026-08-06')] };
    const moved = after(missed, [command('ApplyCalendar', { calendar }), '2026-08-06']);
    expect(caseOf(moved).clocks.resolve).toMatchObject({ dueOn: '2026-08-07', isMissed: false });
    given(moved)
      .when(RING, '2026-08-08T00:00')
      .thenAmong(
        fact('DeadlineMissed', {
          clock: 'resolve',
          ruleId: 'KN-RESOLVE-1',
          dueOn: on('2026-08-07'),
        }),
      );
  });

  test('stays missed when the date moves but remains in the past', () => {
    const missed = after(VERIFYING, [RING, '2026-08-06T00:00']);
    const paused = after(
      missed,
      [command('SuspendResolution'), '2026-08-10'],
      [command('ResumeResolution'), '2026-08-14'],
    );
    expect(caseOf(paused).clocks.resolve).toMatchObject({ dueOn: '2026-08-05', isMissed: true });
  });
});

describe('clocks of notices', () => {
  test('a suspension decision is sent within three working days, a resume decision too', () => {
    expect(caseOf(SUSPENDED).clocks.suspension_notice).toMatchObject({
      ruleId: 'KN-SUSPEND-SEND',
      dueOn: '2026-07-16',
    });
    const resumed = after(SUSPENDED, [command('ResumeResolution'), '2026-07-20']);
    expect(caseOf(resumed).clocks.resumption_notice).toMatchObject({
      ruleId: 'KN-CONTINUE-SEND',
      dueOn: '2026-07-23',
    });
  });

  test('a second suspension starts the sending clock again', () => {
    const again = after(
      SUSPENDED,
      [command('SendNotice', { notice: 'suspension' }), '2026-07-14'],
      [command('ResumeResolution'), '2026-07-20'],
      [command('SuspendResolution'), '2026-07-24'],
    );
    expect(caseOf(again).clocks.suspension_notice).toMatchObject({
      status: 'running',
      startedOn: '2026-07-24',
      dueOn: '2026-07-29',
    });
  });

  test('the dialogue notice counts back from the dialogue and follows it to a new date', () => {
    expect(dueOf(DIALOGUE_SCHEDULED, 'dialogue_notice')).toBe('2026-07-22');
    const moved = after(DIALOGUE_SCHEDULED, [
      command('ScheduleDialogue', { dialogueOn: on('2026-08-03') }),
      '2026-07-20',
    ]);
    expect(dueOf(moved, 'dialogue_notice')).toBe('2026-07-29');
    const sent = after(moved, [command('SendNotice'), '2026-07-29']);
    expect(caseOf(sent).clocks.dialogue_notice).toMatchObject({
      status: 'met',
      isMissed: false,
    });
  });

  test('the decision is sent within three working days', () => {
    expect(caseOf(DECIDED).clocks.send).toMatchObject({ dueOn: '2026-08-04' });
    expect(caseOf(SENT).clocks.send).toMatchObject({ status: 'met' });
  });
});

/** What a working office tries. */
function movesAt(now: number): Command[] {
  const dialogueOn = addDays(civilDateAt(now), 9);
  return [
    command('ClassifyCase'),
    command('AcceptCase'),
    command('AssignCase'),
    command('ReportVerification', { findings: 'differ' }),
    command('ScheduleDialogue', { dialogueOn }),
    command('RecordDialogue'),
    command('SendNotice'),
    command('SendNotice', { notice: 'suspension' }),
    command('SendNotice', { notice: 'resumption' }),
    command('ExtendResolution', { days: 5 }),
    command('SuspendResolution'),
    command('ResumeResolution'),
    command('IssueDecision'),
    command('SendDecision'),
  ];
}

interface Life {
  current: Case | undefined;
  history: Past[];
  now: number;
}

/** The life after a command, or undefined when it was refused. */
function attempt({ current, history, now }: Life, asked: Command): Life | undefined {
  const decision = decide(IDENTITY, current, asked, now);
  if (isRefusal(decision)) return undefined;
  const made = decision.facts.map((happened): Past => ({ fact: happened, on: civilDateAt(now) }));
  return {
    current: made.reduce<Case | undefined>(grown, current),
    history: [...history, ...made],
    now,
  };
}

/** One of the moves the law lets through now, or none when there is none. */
function carryOn(life: Life, choice: number): Life {
  const possible = movesAt(life.now).flatMap((asked) => attempt(life, asked) ?? []);
  return possible[choice % Math.max(1, possible.length)] ?? life;
}

const HOUR = 3_600_000;
const lives = fc
  .record({
    receivedOn: fc.integer({ min: 0, max: 400 }).map((days) => addDays(on('2025-10-01'), days)),
    isRemoteArea: fc.boolean(),
    steps: fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 24 * 12 }),
        choice: fc.nat({ max: 13 }),
        ring: fc.boolean(),
      }),
      { maxLength: 25 },
    ),
  })
  .map(({ receivedOn, isRemoteArea, steps }) => {
    const received = command('ReceiveCase', { receivedOn, isRemoteArea });
    const born = attempt({ current: undefined, history: [], now: instant(receivedOn) }, received);
    if (!born) throw new Error('a receipt of today is never refused');
    return steps.reduce<Life[]>(
      (past, { hours, choice, ring }) => {
        const last = past.at(-1) ?? born;
        const later = { ...last, now: last.now + hours * HOUR };
        return [...past, carryOn(ring ? (attempt(later, RING) ?? later) : later, choice)];
      },
      [born],
    );
  });

describe('in every life a case can have', () => {
  const check = (holds: (life: Life, current: Case) => void): void => {
    fc.assert(
      fc.property(lives, (stages) => {
        for (const life of stages) if (life.current) holds(life, life.current);
      }),
      { numRuns: 150 },
    );
  };

  test('an alarm that is due means something, and one that is not due means nothing', () => {
    check(({ now }, current) => {
      expect(alarmFacts(current, now).length > 0).toBe(nextAlarmAt(current) <= now);
    });
  });

  test('ringing an alarm silences it: the next one lies ahead, and none comes back', () => {
    check((life, current) => {
      const rung = attempt(life, RING);
      if (!rung?.current) throw new Error('an alarm is never refused');
      const next = nextAlarmAt(rung.current);
      expect(next).toBeGreaterThan(life.now);
      expect(next).toBeGreaterThanOrEqual(nextAlarmAt(current));
    });
  });

  test('lives reach every step of the law, so that the rest of this file means something', () => {
    const reached = new Set<string>();
    for (const stages of fc.sample(lives, { numRuns: 300, seed: 1 })) {
      for (const { current } of stages) reached.add(current?.state ?? 'none');
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(['suspended', 'dialogue_held', 'decided', 'sent']),
    );
  });

  test('every fact is lawful by its event’s schema', () => {
    check(({ history }) => {
      for (const { fact: made } of history.slice(-6)) {
        const reference = made.type === 'CaseReceived' ? { reference: 'KN-2026-000001' } : {};
        expect(() => EVENT_DATA[made.type].parse({ ...made.data, ...reference })).not.toThrow();
      }
    });
  });

  test('the recorded clocks are the ones the case’s own dates give', () => {
    check((_life, current) => {
      for (const spec of COMPLAINT.clocks) {
        const record = current.clocks[spec.id];
        const derived = deriveClock(spec, current);
        if (!derived) {
          expect(record).toBeUndefined();
          continue;
        }
        expect(record?.status).toBe(derived.status);
        if (derived.status === 'running') expect(record?.dueOn).toBe(derived.dueOn);
      }
    });
  });

  test('the resolution clock stands still exactly while the case is suspended', () => {
    check((_life, current) => {
      const { resolve } = current.clocks;
      if (resolve) expect(resolve.status === 'paused').toBe(current.state === 'suspended');
      if (current.state === 'suspended') expect(resolve?.status).toBe('paused');
    });
  });

  test('a warning names how many days are really left, or a few hours more', () => {
    check(({ history }) => {
      for (const { fact: made, on: day } of history) {
        if (made.type !== 'DeadlineWarned') continue;
        expect(addDays(day, made.data.daysLeft) >= made.data.dueOn).toBe(true);
        expect(day <= made.data.dueOn || specOf(made.data.clock).escalatesTo === null).toBe(true);
      }
    });
  });
});
