/**
 * What a command makes happen, and what the law refuses. One sentence a test, so that a clerk can dispute it.
 * Clocks have their own file; who may do what in which state is in lifecycle-golden.
 */
import { CALENDAR_REFUSALS } from '../../domain/calendar-refusals';
import { CASE_REFUSALS } from '../../domain/case-refusals';
import { COMMAND_BODY, COMMAND_NAMES } from '../../domain/commands';
import type { CommandType } from '../../domain/commands';
import { REFUSAL_GROUNDS } from '../../domain/codes';
import { decide } from '../../domain/decide';
import { DEADLINE_REFUSALS } from '../../domain/deadline-refusals';
import { EVENT_DATA, EVENT_TYPES } from '../../domain/events';
import type { Fact } from '../../domain/events';
import { COMPLAINT } from '../../domain/kinds/complaint';
import { REFUSALS, isRefusal, refuse } from '../../domain/refusals';
import {
  actor,
  after,
  caseOf,
  command,
  fact,
  given,
  IDENTITY,
  instant,
  LAWFUL,
  OFFICERS,
  on,
  OTHER_OFFICER,
  past,
} from '../support/given';
import type { Past } from '../support/given';
import {
  ACCEPTED,
  CLASSIFIED,
  CLASSIFIED_ELSEWHERE,
  DECIDED,
  DIALOGUE_HELD,
  DIALOGUE_SCHEDULED,
  historyOf,
  RECEIVED,
  SUSPENDED,
  verified,
  VERIFYING,
} from '../support/histories';

const stranger = actor('case_officer', OTHER_OFFICER);

/** The first fact: what the command itself made happen, before what it does to clocks. */
function firstFact(history: readonly Past[], asked: ReturnType<typeof command>, at: string): Fact {
  const { decision } = given(history).when(asked, at);
  if (isRefusal(decision)) throw new Error(`${asked.type} was refused: ${decision.refusal}`);
  const [first] = decision.facts;
  if (!first) throw new Error(`${asked.type} made nothing happen`);
  return first;
}

describe('receiving a complaint', () => {
  test('sets the acceptance clock and, from 1 July 2026, the ten-day warning beside it', () => {
    given()
      .when(command('ReceiveCase'), '2026-07-01')
      .then(
        fact('CaseReceived', LAWFUL.ReceiveCase),
        fact('DeadlineSet', {
          clock: 'accept',
          ruleId: 'KN-ACCEPT-V2',
          startedOn: on('2026-07-01'),
          dueOn: on('2026-07-10'),
          isFinal: true,
        }),
        fact('DeadlineSet', {
          clock: 'accept_warning',
          ruleId: 'KN-ACCEPT-WARN',
          startedOn: on('2026-07-01'),
          dueOn: on('2026-07-13'),
          isFinal: true,
        }),
      );
  });

  test('may be entered later than the paper came, and counts from the paper', () => {
    given()
      .when(command('ReceiveCase', { receivedOn: on('2026-06-30') }), '2026-07-02')
      .thenAmong(
        fact('DeadlineSet', {
          clock: 'accept',
          ruleId: 'KN-ACCEPT-V1',
          startedOn: on('2026-06-30'),
          dueOn: on('2026-07-10'),
          isFinal: true,
        }),
      );
  });

  test('is refused for a paper from tomorrow', () => {
    const asked = command('ReceiveCase', { receivedOn: on('2026-07-02') });
    given().when(asked, '2026-07-01').refused('received_in_future');
  });

  test('takes the office’s date, not the machine’s: 23:30 UTC is already tomorrow in the commune', () => {
    const asked = command('ReceiveCase', { receivedOn: on('2026-07-02') });
    const atNight = Date.parse('2026-07-01T23:30:00Z');
    expect(isRefusal(decide(IDENTITY, undefined, asked, atNight))).toBe(false);
  });

  test('goes back one year and no further', () => {
    const yearOld = command('ReceiveCase', { receivedOn: on('2025-07-02') });
    given().when(yearOld, '2026-07-02').thenAmong(fact('CaseReceived', yearOldData()));
    const older = command('ReceiveCase', { receivedOn: on('2025-07-01') });
    given().when(older, '2026-07-02').refused('received_too_long_ago', { days: 365 });
  });

  test('is the intake officer’s, and needs a rule set that was published', () => {
    given()
      .when(command('ReceiveCase', {}, actor('chair')), '2026-07-01')
      .refused('role_not_allowed', { command: 'ReceiveCase', role: 'chair' });
    given()
      .when(command('ReceiveCase', { ruleSet: '1999-01' }), '2026-07-01')
      .refused('unknown_rule_set', { ruleSet: '1999-01' });
  });
});

function yearOldData(): typeof LAWFUL.ReceiveCase {
  return { ...LAWFUL.ReceiveCase, receivedOn: on('2025-07-02') };
}

describe('accepting or not', () => {
  test('acceptance meets the acceptance clock and starts the thirty days', () => {
    given(CLASSIFIED)
      .when(command('AcceptCase'), '2026-07-06')
      .then(
        fact('CaseAccepted', {}),
        fact('DeadlineMet', {
          clock: 'accept',
          ruleId: 'KN-ACCEPT-V2',
          dueOn: on('2026-07-10'),
          isLate: false,
        }),
        fact('DeadlineMet', {
          clock: 'accept_warning',
          ruleId: 'KN-ACCEPT-WARN',
          dueOn: on('2026-07-13'),
          isLate: false,
        }),
        fact('DeadlineSet', {
          clock: 'resolve',
          ruleId: 'KN-RESOLVE-1',
          startedOn: on('2026-07-06'),
          dueOn: on('2026-08-05'),
          isFinal: true,
        }),
      );
  });

  test('there are exactly nine grounds to refuse, and each is recorded as it was given', () => {
    const grounds = Object.keys(REFUSAL_GROUNDS) as (keyof typeof REFUSAL_GROUNDS)[];
    expect(grounds).toHaveLength(9);
    for (const ground of grounds) {
      expect(firstFact(CLASSIFIED, command('RefuseCase', { ground }), '2026-07-06')).toEqual(
        fact('CaseRefused', { ...LAWFUL.RefuseCase, ground }),
      );
    }
    const body = { ground: 'R10', reason: 'Quá thời hiệu' };
    expect(COMMAND_BODY.RefuseCase.safeParse(body).success).toBe(false);
  });

  test('a matter of another body is neither accepted nor refused, it is guided or transferred', () => {
    const elsewhere = given(CLASSIFIED_ELSEWHERE);
    elsewhere.when(command('AcceptCase'), '2026-07-06').refused('not_competent');
    elsewhere.when(command('RefuseCase'), '2026-07-06').refused('not_competent');
    elsewhere.when(command('GuideCase'), '2026-07-06').thenAmong(guided());
    const own = given(CLASSIFIED);
    own.when(command('GuideCase'), '2026-07-06').refused('competent');
    own.when(command('TransferCase'), '2026-07-06').refused('competent');
  });
});

function guided(): Fact {
  return fact('CaseGuided', LAWFUL.GuideCase);
}

describe('verifying', () => {
  test('only the officer who has the case reports, whoever else is a case officer', () => {
    given(VERIFYING)
      .when(command('ReportVerification', {}, stranger), '2026-07-15')
      .refused('not_assignee');
  });

  test('reassigning moves that right with the case and records from whom', () => {
    expect(firstFact(VERIFYING, command('ReassignCase'), '2026-07-08')).toEqual(
      fact('CaseReassigned', { ...LAWFUL.ReassignCase, from: OFFICERS.case_officer }),
    );
    const moved = after(VERIFYING, [command('ReassignCase'), '2026-07-08']);
    expect(caseOf(moved).assigneeId).toBe(OTHER_OFFICER);
    given(moved)
      .when(command('ReportVerification', {}, stranger), '2026-07-15')
      .then(fact('VerificationReported', LAWFUL.ReportVerification));
    given(moved).when(command('ReportVerification'), '2026-07-15').refused('not_assignee');
  });

  test('reassigning to the same officer says nothing and is refused', () => {
    const asked = command('ReassignCase', { officerId: OFFICERS.case_officer });
    given(VERIFYING).when(asked, '2026-07-08').refused('same_assignee');
  });
});

describe('dialogue', () => {
  test.each([
    ['present', true],
    ['absent_without_reason', true],
    ['absent_with_reason', false],
  ] as const)(
    'after a dialogue with the complainant %s a decision may be made: %s',
    (attendance, mayDecide) => {
      const held = after(
        DIALOGUE_SCHEDULED,
        [command('SendNotice'), '2026-07-17'],
        [command('RecordDialogue', { attendance }), '2026-07-27'],
      );
      const asked = given(held).when(command('IssueDecision'), '2026-07-28');
      if (mayDecide) {
        asked.thenAmong(
          fact('DeadlineMet', {
            clock: 'resolve',
            ruleId: 'KN-RESOLVE-1',
            dueOn: on('2026-08-05'),
            isLate: false,
          }),
        );
        return;
      }
      asked.refused('dialogue_required');
      const again = command('ScheduleDialogue', { dialogueOn: on('2026-08-04') });
      given(held).when(again, '2026-07-28').thenAmong(scheduled('2026-08-04'));
    },
  );

  test('findings that differ from the request need a dialogue before the decision', () => {
    given(verified('differ'))
      .when(command('IssueDecision'), '2026-07-20')
      .refused('dialogue_required');
    expect(firstFact(DIALOGUE_HELD, command('IssueDecision'), '2026-07-30').type).toBe(
      'DecisionIssued',
    );
  });

  test('findings that agree need none', () => {
    expect(firstFact(verified('agree'), command('IssueDecision'), '2026-07-20').type).toBe(
      'DecisionIssued',
    );
  });

  test('the date leaves room for a notice five days before it, moved earlier off a day of rest', () => {
    // Five days before Monday 20 July is Wednesday 15 July.
    const asked = command('ScheduleDialogue', { dialogueOn: on('2026-07-20') });
    given(verified('differ')).when(asked, '2026-07-15').thenAmong(scheduled('2026-07-20'));
    given(verified('differ'))
      .when(asked, '2026-07-16')
      .refused('dialogue_too_soon', { latestNoticeOn: '2026-07-15' });
    // Five days before Saturday 25 July is Monday 20 July; before Friday the 24th it is Sunday the 19th,
    // so the notice goes out by Friday the 17th.
    const friday = command('ScheduleDialogue', { dialogueOn: on('2026-07-24') });
    given(verified('differ')).when(friday, '2026-07-17').thenAmong(scheduled('2026-07-24'));
    given(verified('differ'))
      .when(friday, '2026-07-18')
      .refused('dialogue_too_soon', { latestNoticeOn: '2026-07-17' });
  });

  test('the date lies within a year', () => {
    const asked = command('ScheduleDialogue', { dialogueOn: on('2027-07-17') });
    given(verified('differ'))
      .when(asked, '2026-07-16')
      .refused('dialogue_too_far', { latest: '2027-07-16' });
  });

  test('minutes are written on the day or after it, never before', () => {
    given(DIALOGUE_SCHEDULED)
      .when(command('RecordDialogue'), '2026-07-26')
      .refused('dialogue_not_yet', { dialogueOn: '2026-07-27' });
    given(DIALOGUE_SCHEDULED)
      .when(command('RecordDialogue'), '2026-07-27T00:00')
      .thenAmong(fact('DialogueHeld', LAWFUL.RecordDialogue));
  });

  test('the chair may hold it, another case officer may not', () => {
    const asked = (by = stranger) => command('RecordDialogue', {}, by);
    given(DIALOGUE_SCHEDULED).when(asked(), '2026-07-27').refused('not_assignee');
    given(DIALOGUE_SCHEDULED)
      .when(asked(actor('chair')), '2026-07-27')
      .thenAmong(fact('DialogueHeld', LAWFUL.RecordDialogue));
  });
});

function scheduled(dialogueOn: string): Fact {
  return fact('DialogueScheduled', { dialogueOn: on(dialogueOn) });
}

describe('notices', () => {
  test('are sent once, and only while something waits for them', () => {
    const dialogue = command('SendNotice');
    const resumption = command('SendNotice', { notice: 'resumption' });
    given(ACCEPTED).when(dialogue, '2026-07-07').refused('notice_not_due');
    given(SUSPENDED).when(resumption, '2026-07-14').refused('notice_not_due');
    const sent = after(DIALOGUE_SCHEDULED, [dialogue, '2026-07-17']);
    given(sent).when(dialogue, '2026-07-18').refused('notice_not_due');
  });

  test('a dialogue on a new date needs a new notice', () => {
    const moved = after(
      DIALOGUE_SCHEDULED,
      [command('SendNotice'), '2026-07-17'],
      [command('ScheduleDialogue', { dialogueOn: on('2026-07-31') }), '2026-07-20'],
    );
    expect(caseOf(moved).milestones.dialogue_notice).toBeUndefined();
    given(moved)
      .when(command('SendNotice'), '2026-07-21')
      .thenAmong(fact('NoticeSent', { notice: 'dialogue' }));
  });
});

describe('suspending', () => {
  test('does not exist in law before 1 July 2026, whenever the case was received', () => {
    const old = [
      past('CaseReceived', { ...LAWFUL.ReceiveCase, ...OLD, reference: '' }, '2026-06-01'),
      past('CaseClassified', { field: 'land', competence: 'own' }, '2026-06-02'),
      past('CaseAccepted', {}, '2026-06-08'),
    ];
    given(old)
      .when(command('SuspendResolution'), '2026-06-30')
      .refused('suspension_not_in_law', { from: '2026-07-01' });
    given(old)
      .when(command('SuspendResolution'), '2026-07-01')
      .thenAmong(fact('ResolutionSuspended', LAWFUL.SuspendResolution));
  });

  test('resuming goes back to the step where it stood', () => {
    for (const state of ['accepted', 'verifying', 'verified', 'dialogue_scheduled'] as const) {
      const resumed = after(
        historyOf(state),
        [command('SuspendResolution'), '2026-07-20'],
        [command('ResumeResolution'), '2026-07-24'],
      );
      expect(caseOf(resumed).state).toBe(state);
    }
  });
});

const OLD = { receivedOn: on('2026-06-01') };

describe('extending', () => {
  test('needs a criterion of a complex matter from 1 July 2026', () => {
    given(VERIFYING)
      .when(command('ExtendResolution', { criteria: [] }), '2026-07-20')
      .refused('criteria_required');
  });

  test('the whole term is at most forty-five days, in one decision or in several', () => {
    const sixteen = command('ExtendResolution', { days: 16 });
    given(VERIFYING)
      .when(sixteen, '2026-07-20')
      .refused('extension_not_possible', { reason: 'extension_exceeds_maximum' });
    const ten = after(VERIFYING, [command('ExtendResolution', { days: 10 }), '2026-07-20']);
    given(ten)
      .when(command('ExtendResolution', { days: 6 }), '2026-07-21')
      .refused('extension_not_possible', { reason: 'extension_exceeds_maximum' });
    given(ten)
      .when(command('ExtendResolution', { days: 5 }), '2026-07-21')
      .thenAmong(
        fact('ResolutionExtended', { ...LAWFUL.ExtendResolution, ground: 'complex', days: 5 }),
      );
  });
});

describe('withdrawing', () => {
  test('is possible until the decision, and drops every clock', () => {
    given(SUSPENDED)
      .when(command('WithdrawCase'), '2026-07-14')
      .then(
        fact('CaseWithdrawn', LAWFUL.WithdrawCase),
        fact('DeadlineDropped', { clock: 'resolve', ruleId: 'KN-RESOLVE-1' }),
        fact('DeadlineDropped', { clock: 'suspension_notice', ruleId: 'KN-SUSPEND-SEND' }),
      );
    given(DECIDED).when(command('WithdrawCase'), '2026-07-31').refused('not_allowed_in_state');
  });
});

describe('every command', () => {
  test('given on an old version is refused with the current one, before anything else', () => {
    const { version } = caseOf(RECEIVED);
    const stale = { ...command('AcceptCase'), expectedVersion: version - 1 };
    given(RECEIVED)
      .when(stale, '2026-07-02')
      .refused('version_conflict', { currentVersion: version, expectedVersion: version - 1 });
    const fresh = { ...command('AddNote'), expectedVersion: version };
    given(RECEIVED).when(fresh, '2026-07-02').then(fact('NoteAdded', LAWFUL.AddNote));
  });

  const facts = COMPLAINT.transitions.map((row): [CommandType, Fact] => [
    row.command,
    factFor(row.command, row.from),
  ]);

  test.each(facts)(
    '%s makes the event of its row, lawful by the event’s own schema',
    (name, made) => {
      const row = COMPLAINT.transitions.find((candidate) => candidate.command === name);
      expect(made.type).toBe(row?.event);
      const reference = made.type === 'CaseReceived' ? { reference: 'KN-2026-000001' } : {};
      const data = { ...made.data, ...reference };
      expect(EVENT_DATA[made.type].parse(data)).toEqual(data);
    },
  );

  test('an administrator’s calendar must be newer than the case’s, a rule set must exist', () => {
    given(RECEIVED)
      .when(command('ApplyCalendar', { calendar: { version: 0, days: [] } }), '2026-07-02')
      .refused('calendar_not_newer');
    given(RECEIVED)
      .when(command('ChangeRuleSet', { ruleSet: '2026-13' }), '2026-07-02')
      .refused('unknown_rule_set', { ruleSet: '2026-13' });
  });
});

/** What a command makes happen in the first state that lets it through. */
function factFor(name: CommandType, from: readonly string[]): Fact {
  const histories = from.length === 0 ? [[]] : [...from.map(historyOf), CLASSIFIED_ELSEWHERE];
  for (const history of histories) {
    const asked = command(
      name,
      name === 'ScheduleDialogue' ? { dialogueOn: on('2026-09-01') } : {},
    );
    const { decision } = given(history).when(asked, '2026-07-28');
    if (!isRefusal(decision) && decision.facts[0]) return decision.facts[0];
  }
  throw new Error(`${name} is never let through`);
}

describe('words', () => {
  test('every command a person gives by name is strict: an unknown field is refused', () => {
    for (const name of COMMAND_NAMES) {
      const faults = COMMAND_BODY[name].safeParse({ unheardOf: 1 }).error?.issues ?? [];
      expect(faults.map((issue) => issue.code)).toContain('unrecognized_keys');
    }
  });

  test('every refusal has a sentence in both languages; a hole without a value stays visible', () => {
    const catalogues = [CASE_REFUSALS, DEADLINE_REFUSALS, CALENDAR_REFUSALS];
    expect(catalogues.flatMap(Object.keys)).toEqual(Object.keys(REFUSALS));
    for (const sentence of Object.values(REFUSALS)) {
      expect(sentence.vi).toMatch(/[.]$/);
      expect(sentence.en).toMatch(/[.]$/);
    }
    const known = { params: { dialogueOn: '2026-07-27' } };
    expect(refuse('dialogue_not_yet', known).detail.vi).toBe('Chưa đến ngày đối thoại 2026-07-27.');
    expect(refuse('dialogue_not_yet').detail.en).toContain('{dialogueOn}');
  });

  test('every event the domain knows is named in the past', () => {
    // With the irregular participles there are.
    for (const type of EVENT_TYPES) expect(type).toMatch(/(ed|Sent|Met|Held|Set|Withdrawn)$/);
  });
});

test('a command given twice in one millisecond is decided the same: nothing reads a clock', () => {
  const now = instant('2026-07-06');
  const once = decide(IDENTITY, caseOf(CLASSIFIED), command('AcceptCase'), now);
  expect(decide(IDENTITY, caseOf(CLASSIFIED), command('AcceptCase'), now)).toEqual(once);
});
