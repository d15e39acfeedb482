/** How events become reporting lines, and which of them count as a duty kept or broken. */
import type { CivilDate } from '../../domain/civil-date';
import type { EventData, EventType, RecordedEvent } from '../../domain/events';
import { foldCase } from '../../domain/evolve';
import { countOnTime, onTimeGoal, reportAfter } from '../../domain/report';
import type { CaseReport } from '../../domain/report';
import { CURRENT_RULE_SET } from '../../domain/rules';

const day = (text: string): CivilDate => text as CivilDate;
const HASH = '0'.repeat(64);
const UUID = '0b0e6d4e-3f0c-4c55-9a6f-0d6a3c6a8c11';

let events: RecordedEvent[];

function happened<T extends EventType>(type: T, on: string, data: EventData<T>): void {
  const sequence = events.length + 1;
  events.push({
    eventId: `${UUID}:${sequence}`,
    caseId: UUID,
    officeId: UUID,
    sequence,
    version: 1,
    at: `${on}T02:00:00.000Z`,
    on: day(on),
    actor: { officerId: 'system', role: 'system' },
    commandId: UUID,
    type,
    data,
  } as RecordedEvent);
}

function report(): CaseReport {
  const folded = events.reduce<CaseReport | undefined>(reportAfter, undefined);
  if (!folded) throw new Error('no events');
  return folded;
}

const accept = { clock: 'accept', ruleId: 'KN-ACCEPT-V2' };
const warning = { clock: 'accept_warning', ruleId: 'KN-ACCEPT-WARN' };
const notice = { clock: 'dialogue_notice', ruleId: 'KN-DIALOGUE-NOTICE' };
const resolve = { clock: 'resolve', ruleId: 'KN-RESOLVE-1' };
const text = { textId: UUID, commitment: HASH };

function set(clock: { clock: string; ruleId: string }, on: string, dueOn: string): void {
  happened('DeadlineSet', on, { ...clock, startedOn: day(on), dueOn: day(dueOn), isFinal: true });
}

beforeEach(() => {
  events = [];
  happened('CaseReceived', '2026-11-02', {
    kind: 'complaint',
    reference: 'KN-2026-000001',
    channel: 'in_person',
    receivedOn: day('2026-11-02'),
    complainants: 1,
    isRemoteArea: false,
    submissionId: UUID,
    submissionCommitment: HASH,
    ruleSet: CURRENT_RULE_SET,
    calendar: { version: 0, days: [] },
  });
});

test('a report never disagrees with the case: it holds the same fold', () => {
  set(accept, '2026-11-02', '2026-11-11');
  happened('CaseClassified', '2026-11-03', { field: 'land', competence: 'own' });
  happened('CaseAccepted', '2026-11-04', {});
  expect(report().current).toEqual(foldCase(events));
  expect(report().lastEventAt).toBe('2026-11-04T02:00:00.000Z');
});

test('a duty met within its date is kept; one met after it is broken', () => {
  set(accept, '2026-11-02', '2026-11-11');
  happened('DeadlineMet', '2026-11-11', { ...accept, dueOn: day('2026-11-11'), isLate: false });
  set(resolve, '2026-11-11', '2026-12-11');
  happened('DeadlineMissed', '2026-12-12', { ...resolve, dueOn: day('2026-12-11') });
  happened('DeadlineMet', '2026-12-13', { ...resolve, dueOn: day('2026-12-11'), isLate: true });
  expect(report().clocks).toEqual([
    expect.objectContaining({ ...accept, status: 'met', metOn: '2026-11-11', isLate: false }),
    expect.objectContaining({ ...resolve, status: 'met', isLate: true, isMissed: true }),
  ]);
  expect(countOnTime(report().clocks)).toEqual({ onTime: 1, settled: 2 });
});

test('a duty missed and not yet met counts as broken; one still running does not count', () => {
  set(accept, '2026-11-02', '2026-11-11');
  expect(countOnTime(report().clocks)).toEqual({ onTime: 0, settled: 0 });
  happened('DeadlineMissed', '2026-11-12', { ...accept, dueOn: day('2026-11-11') });
  expect(countOnTime(report().clocks)).toEqual({ onTime: 0, settled: 1 });
});

test('a dropped clock is neither kept nor broken', () => {
  set(accept, '2026-11-02', '2026-11-11');
  happened('DeadlineDropped', '2026-11-05', accept);
  expect(countOnTime(report().clocks)).toEqual({ onTime: 0, settled: 0 });
});

test('the internal ten-day warning never counts, met or late', () => {
  set(warning, '2026-11-02', '2026-11-12');
  happened('DeadlineMet', '2026-11-30', { ...warning, dueOn: day('2026-11-12'), isLate: true });
  expect(report().clocks[0]).toMatchObject({ isInternal: true, isLate: true });
  expect(countOnTime(report().clocks)).toEqual({ onTime: 0, settled: 0 });
});

test('a dialogue scheduled again starts a second run; the first keeps its result', () => {
  set(notice, '2026-11-05', '2026-11-10');
  happened('DeadlineMet', '2026-11-06', { ...notice, dueOn: day('2026-11-10'), isLate: false });
  set(notice, '2026-11-12', '2026-11-20');
  happened('DeadlineMissed', '2026-11-21', { ...notice, dueOn: day('2026-11-20') });
  expect(report().clocks.map(({ run, status, isMissed }) => ({ run, status, isMissed }))).toEqual([
    { run: 1, status: 'met', isMissed: false },
    { run: 2, status: 'running', isMissed: true },
  ]);
});

test('a suspension takes the date away and the resumption gives a new one', () => {
  set(resolve, '2026-11-02', '2026-12-02');
  happened('DeadlinePaused', '2026-11-10', resolve);
  expect(report().clocks[0]).toMatchObject({ status: 'paused', dueOn: null });
  happened('DeadlineMoved', '2026-11-20', {
    ...resolve,
    from: null,
    to: day('2026-12-12'),
    cause: 'resumption',
    documents: [],
  });
  expect(report().clocks[0]).toMatchObject({ status: 'running', dueOn: '2026-12-12' });
});

test('the closing day is the day a final state was reached, whichever it was', () => {
  expect(report().closedOn).toBeNull();
  happened('CaseWithdrawn', '2026-11-09', { letter: text });
  expect(report()).toMatchObject({ closedOn: '2026-11-09', current: { state: 'withdrawn' } });
});

test('the outcome of the decision is kept', () => {
  happened('CaseClassified', '2026-11-03', { field: 'land', competence: 'own' });
  happened('CaseAccepted', '2026-11-04', {});
  happened('CaseAssigned', '2026-11-04', { officerId: UUID });
  happened('VerificationReported', '2026-11-05', { findings: 'agree', report: text });
  happened('DecisionIssued', '2026-11-06', {
    conclusion: 'right',
    outcome: 'amend',
    decision: text,
  });
  happened('NoteAdded', '2026-11-07', { note: text });
  expect(report()).toMatchObject({ outcome: 'amend', current: { conclusion: 'right' } });
});

test('a history that does not begin with the receipt is refused', () => {
  events = [];
  happened('CaseAccepted', '2026-11-04', {});
  expect(report).toThrow(/does not begin with CaseReceived/);
});

test('the goal for the on-time rate comes from the rules, with its number', () => {
  expect(onTimeGoal()).toMatchObject({ ruleId: 'TTHC-ONTIME-GOAL', percent: expect.any(Number) });
});
