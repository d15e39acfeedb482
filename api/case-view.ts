/** Turns a case into what one person sees of it: labels, clocks with their doubts, allowed commands. */
import type { Case } from '../domain/case';
import type { CivilDate } from '../domain/civil-date';
import { civilDateAt, toEpochDay } from '../domain/civil-date';
import { nextDue, requestFor } from '../domain/clocks';
import { DEADLINE_FLAGS } from '../domain/deadline-flags';
import { citation } from '../domain/deadline-words';
import type { DeadlineAnswer } from '../domain/deadlines';
import { computeDeadline } from '../domain/deadlines';
import { KINDS } from '../domain/kinds';
import { lawOf } from '../domain/law';
import { allowedCommands, isFinalState } from '../domain/lifecycle';
import type { ClockSpec } from '../domain/lifecycle';
import { isRefusal } from '../domain/refusals';
import { ruleById, rulesFor } from '../domain/rules';
import type { CaseWords } from '../store/cases';
import type { Officer } from '../store/officers';
import type { CaseSummary, CaseView, ClockView, DateDoubts } from './contract';

export interface Viewer {
  officer: Officer;
  /** Officer id → name, of the whole office. */
  names: ReadonlyMap<string, string>;
  /** Epoch milliseconds. */
  now: number;
}

function daysBetween(from: CivilDate, to: CivilDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

export function caseSummary(current: Case, viewer: Viewer): CaseSummary {
  const kind = KINDS[current.kind];
  const today = civilDateAt(viewer.now);
  const { assigneeId } = current;
  return {
    caseId: current.caseId,
    reference: current.reference,
    kind: current.kind,
    state: current.state,
    stateLabel: kind.states[current.state]?.label ?? { vi: current.state, en: current.state },
    isFinal: isFinalState(kind, current.state),
    version: current.version,
    receivedOn: current.milestones.received ?? today,
    channel: current.channel,
    assignee: assigneeId
      ? { officerId: assigneeId, name: viewer.names.get(assigneeId) ?? '—' }
      : null,
    nextDue: nextDueView(current, today),
    hasMissedDeadline: Object.values(current.clocks).some((record) => record.isMissed),
  };
}

function nextDueView(current: Case, today: CivilDate): CaseSummary['nextDue'] {
  const due = nextDue(current);
  const spec = KINDS[current.kind].clocks.find(({ id }) => id === due?.clock);
  const answer = spec && answerFor(spec, current);
  if (!due || !answer) return null;
  const daysLeft = daysBetween(today, due.dueOn);
  return { ...due, label: spec.label, daysLeft, ...doubtsOf(answer) };
}

function doubtsOf(answer: DeadlineAnswer): DateDoubts {
  const { isFinal, flags, alternatives = [], conflictsWith = [], warnings } = answer;
  const ruleSet = rulesFor(answer.ruleSet);
  return {
    isFinal,
    flags: flags.map((flag) => DEADLINE_FLAGS[flag]),
    alternatives: alternatives.map((other) => ({
      dueOn: other.dueOn,
      ifConfirmed: [...other.ifConfirmed],
    })),
    conflictsWith: conflictsWith.map(({ rule, dueOn }) => ({
      ruleId: rule,
      basis: citation((ruleSet && ruleById(ruleSet, rule)?.basis) ?? rule),
      dueOn,
    })),
    warnings: warnings.map(({ detail }) => detail),
  };
}

export function caseView(current: Case, words: CaseWords, viewer: Viewer): CaseView {
  const kind = KINDS[current.kind];
  return {
    ...caseSummary(current, viewer),
    complainants: current.complainants,
    isRemoteArea: current.isRemoteArea,
    ruleSet: current.ruleSet,
    calendarVersion: current.calendar.version,
    classification: current.classification ?? null,
    findings: current.findings ?? null,
    conclusion: current.conclusion ?? null,
    clocks: kind.clocks.flatMap((spec) => clockView(spec, current, civilDateAt(viewer.now))),
    allowedCommands: allowedCommands(kind, current, {
      actor: viewer.officer,
      today: civilDateAt(viewer.now),
    }),
    submission: words.submission ?? null,
    documents: words.documents,
  };
}

function clockView(spec: ClockSpec, current: Case, today: CivilDate): ClockView[] {
  const record = current.clocks[spec.id];
  const answer = answerFor(spec, current);
  if (!record || !answer) return [];
  const { dueOn, status } = record;
  return [
    {
      clock: spec.id,
      label: spec.label,
      ruleId: record.ruleId,
      basis: citation(answer.basis),
      status,
      startedOn: record.startedOn,
      dueOn,
      isMissed: record.isMissed,
      isOverdue: status === 'running' && dueOn !== null && today > dueOn,
      isInternal: spec.escalatesTo === null,
      daysLeft: dueOn === null ? null : daysBetween(today, dueOn),
      confidence: answer.confidence,
      ...doubtsOf(answer),
    },
  ];
}

/** What the deadline engine says of a clock, with its sentences; undefined when it never started. */
export function answerFor(spec: ClockSpec, current: Case): DeadlineAnswer | undefined {
  const law = lawOf(current);
  const request = requestFor(spec, current, law);
  if (!request || !law) return undefined;
  const answer = computeDeadline(request, law.ruleSet, law.calendar);
  return isRefusal(answer) ? undefined : answer;
}
