/**
 * The lifecycle of a complaint against `test/golden/lifecycle.csv`, which is written from the law: every
 * state, command and role. A failing row is a question to a lawyer; never edit a row to fit the program.
 * Below it, what any table must be: nothing unreachable, nothing stuck, nothing unused.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Actor, Role } from '../../domain/actors';
import { ROLE_NAMES } from '../../domain/actors';
import type { Case } from '../../domain/case';
import { keysOf, NOTICES } from '../../domain/codes';
import type { Command, CommandData, CommandType } from '../../domain/commands';
import { decide } from '../../domain/decide';
import { EVENT_TYPES } from '../../domain/events';
import { COMPLAINT } from '../../domain/kinds/complaint';
import { allowedCommands } from '../../domain/lifecycle';
import { isRefusal } from '../../domain/refusals';
import {
  actor,
  caseOf,
  command,
  given,
  IDENTITY,
  instant,
  LAWFUL,
  OFFICERS,
  on,
  OTHER_OFFICER,
} from '../support/given';
import { historyOf } from '../support/histories';

const COLUMNS = 'state,command,roles,refusal,why';

/** "No" for the state or the role; every other refusal judges what the command says. */
const TABLE_REFUSALS = [
  'case_missing',
  'case_exists',
  'case_is_final',
  'not_allowed_in_state',
  'role_not_allowed',
];

interface Row {
  state: string;
  asked: CommandType;
  roles: string[];
  refusal: string;
}

function readRows(): Row[] {
  const file = path.join(__dirname, '..', 'golden', 'lifecycle.csv');
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.shift()).toBe(COLUMNS);
  return lines.map((line) => {
    // Only `why`, the last cell, may hold a comma.
    const [state = '', asked = '', roles = '', refusal = ''] = line.split(',');
    return {
      state,
      asked: asked as CommandType,
      roles: roles.split(' ').filter((role) => role !== ''),
      refusal,
    };
  });
}

const ROWS = readRows();
const STATES = Object.keys(COMPLAINT.states);
const COMMANDS = Object.keys(LAWFUL).filter((name) => name !== 'RingAlarm') as CommandType[];
const ON = '2026-08-20';
/** While an extension is still in time: whether it is, the deadline engine says and not the table. */
const IN_TERM = '2026-08-04';

function answerTo(state: string, asked: Command): string {
  const current = state === 'none' ? undefined : caseOf(historyOf(state));
  const decision = decide(IDENTITY, current, asked, instant(ON));
  return isRefusal(decision) && TABLE_REFUSALS.includes(decision.refusal)
    ? decision.refusal
    : 'may';
}

/** Every role, and a case officer whose case it is not. */
const PEOPLE = [
  ...ROLE_NAMES.map((role) => actor(role)),
  { officerId: OTHER_OFFICER, role: 'case_officer' } as const,
];

/** What a command could say, where its answer depends on it. */
const SAYINGS: Partial<{ [C in CommandType]: Partial<CommandData[C]>[] }> = {
  SendNotice: keysOf(NOTICES).map((notice) => ({ notice })),
  ReassignCase: [OFFICERS.case_officer, OTHER_OFFICER].map((officerId) => ({ officerId })),
  ScheduleDialogue: [{ dialogueOn: on('2026-09-10') }],
  ApplyCalendar: [{ calendar: { version: 7, days: [] } }],
};

/** Whether the engine takes the command in any wording. */
function mayBeTaken(current: Case, asked: CommandType, person: Actor): boolean {
  return (SAYINGS[asked] ?? [{}]).some(
    (saying) =>
      !isRefusal(decide(IDENTITY, current, command(asked, saying, person), instant(IN_TERM))),
  );
}

function expected(row: Row, role: Role): string {
  if (row.refusal !== '') return row.refusal;
  return row.roles.includes(role) ? 'may' : 'role_not_allowed';
}

describe('the lifecycle is what the law says', () => {
  test('the golden file has one row for every state and command, and no other', () => {
    const wanted = ['none', ...STATES].flatMap((state) =>
      COMMANDS.map((asked) => `${state} ${asked}`),
    );
    expect(ROWS.map(({ state, asked }) => `${state} ${asked}`).sort()).toEqual(wanted.sort());
    expect(ROWS.flatMap(({ roles }) => roles).filter((role) => !(role in roleNames()))).toEqual([]);
    expect(ROWS.filter(({ roles, refusal }) => roles.length > 0 === (refusal !== ''))).toEqual([]);
  });

  test.each(['none', ...STATES])('%s: every command, by every role', (state) => {
    const rows = ROWS.filter((row) => row.state === state);
    const answers = rows.flatMap((row) =>
      ROLE_NAMES.map((role) => {
        const asked = command(row.asked, {}, actor(role));
        return `${row.asked} by ${role}: ${answerTo(state, asked)}`;
      }),
    );
    const law = rows.flatMap((row) =>
      ROLE_NAMES.map((role) => `${row.asked} by ${role}: ${expected(row, role)}`),
    );
    expect(answers).toEqual(law);
  });

  test.each(STATES)('%s: the buttons of each role are what the engine would take', (state) => {
    const current = caseOf(historyOf(state));
    for (const person of PEOPLE) {
      const law = ROWS.filter((row) => row.state === state && row.roles.includes(person.role))
        .map((row) => row.asked)
        .filter((asked) => mayBeTaken(current, asked, person));
      const context = { actor: person, today: on(IN_TERM) };
      expect(allowedCommands(COMPLAINT, current, context).sort()).toEqual(law.sort());
    }
  });

  test('every history used here ends in the state it stands for', () => {
    for (const state of STATES) expect(caseOf(historyOf(state)).state).toBe(state);
  });

  test('a case that was never received accepts nothing but its receipt', () => {
    given().when(command('AddNote'), ON).refused('case_missing');
    given(historyOf('received')).when(command('ReceiveCase'), ON).refused('case_exists');
  });
});

function roleNames(): Record<string, true> {
  return Object.fromEntries(ROLE_NAMES.map((role) => [role, true]));
}

/** Open states without a running clock, and why that is lawful. */
const WITHOUT_CLOCK: Readonly<Record<string, string>> = {
  suspended:
    'The resolution clock stands still (LKN Đ11a); once the decision to suspend is sent nothing is due until the ground ends.',
  sent: 'Publication and filing of a first decision have no term in law.',
  published: 'Filing has no term in law.',
};

describe('the table of a complaint', () => {
  const open = STATES.filter((state) => !COMPLAINT.states[state]?.isFinal);

  test('reaches every state from receipt', () => {
    const reached = new Set([COMPLAINT.initialState]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const row of COMPLAINT.transitions) {
        if (!(row.to in COMPLAINT.states)) continue;
        if (row.from.some((state) => reached.has(state))) reached.add(row.to);
      }
    }
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  test('has a way out of every open state to an end', () => {
    const ending = new Set(STATES.filter((state) => COMPLAINT.states[state]?.isFinal));
    for (let size = -1; size !== ending.size;) {
      size = ending.size;
      for (const row of COMPLAINT.transitions) {
        if (ending.has(row.to)) row.from.forEach((state) => ending.add(state));
      }
    }
    expect(open.filter((state) => !ending.has(state))).toEqual([]);
  });

  test.each(open)('%s: a clock runs, or a reason is written why none does', (state) => {
    const running = Object.values(caseOf(historyOf(state)).clocks).filter(
      (clock) => clock.status === 'running',
    );
    if (state in WITHOUT_CLOCK) expect(WITHOUT_CLOCK[state]).not.toBe('');
    else expect(running).not.toEqual([]);
  });

  test('uses every command and gives every row a basis in law', () => {
    expect([...new Set(COMPLAINT.transitions.map((row) => row.command))].sort()).toEqual(
      [...COMMANDS].sort(),
    );
    expect(COMPLAINT.transitions.filter((row) => row.basis.trim() === '')).toEqual([]);
  });

  test('names events that exist, each for one command', () => {
    const events = COMPLAINT.transitions.map((row) => row.event);
    expect(events.filter((event) => !EVENT_TYPES.includes(event))).toEqual([]);
    expect(new Set(events).size).toBe(events.length);
  });

  test('lets nothing happen in a final state and nothing leave it', () => {
    const final = STATES.filter((state) => COMPLAINT.states[state]?.isFinal);
    expect(final).toHaveLength(5);
    for (const row of COMPLAINT.transitions) {
      expect(row.from.filter((state) => final.includes(state))).toEqual([]);
    }
  });

  test('starts no clock that a milestone can not stop', () => {
    for (const clock of COMPLAINT.clocks) {
      expect(clock.stopsOn).not.toContain(clock.startsOn);
      expect(clock.stopsOn.length).toBeGreaterThan(0);
      expect(clock.warnAtDaysLeft.length).toBeGreaterThan(0);
    }
  });
});
