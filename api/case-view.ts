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
import type { CaseWords } from '../store/cases';
import type { Officer } from '../store/officers';
import type { z } from 'zod';
import type { CaseSummary, CaseView, ClockView } from './contract';

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

export function caseSummary(current: Case, viewer: Viewer): z.infer<typeof CaseSummary> {
  const kind = KINDS[current.kind];
  const today = civilDateAt(viewer.now);
  const due = nextDue(current);
  const dueLabel = kind.clocks.find((spec) => spec.id === due?.clock)?.label;
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
    nextDue:
      due && dueLabel ? { ...due, label: dueLabel, daysLeft: daysBetween(today, due.dueOn) } : null,
    hasMissedDeadline: Object.values(current.clocks).some((record) => record.isMissed),
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
      isFinal: answer.isFinal,
      isMissed: record.isMissed,
      isOverdue: status === 'running' && dueOn !== null && today > dueOn,
      isInternal: spec.escalatesTo === null,
      daysLeft: dueOn === null ? null : daysBetween(today, dueOn),
      confidence: answer.confidence,
      flags: answer.flags.map((flag) => DEADLINE_FLAGS[flag]),
      conflictsWith: (answer.conflictsWith ?? []).map(({ rule, dueOn: other }) => ({
        ruleId: rule,
        dueOn: other,
      })),
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
