/**
 * What a command means for a case: the facts it makes, or a refusal. Steps 4 and 5 of the walk.
 * Pure; the only guard of the lifecycle. Time comes in as an argument, rules from the case itself.
 */
import type { Case } from './case';
import type { CivilDate } from './civil-date';
import { addDays, civilDateAt } from './civil-date';
import { alarmFacts, clockFacts, requestFor } from './clocks';
import type { MoveCause } from './clocks';
import type { Command } from './commands';
import { computeDeadline } from './deadlines';
import type { Fact } from './events';
import { evolve } from './evolve';
import type { FoldableEvent } from './evolve';
import { receiptDateIsPlausible } from './guards';
import { KINDS } from './kinds';
import { lawOf } from './law';
import { creationOf, findTransition, standingObjection } from './lifecycle';
import type { GuardContext, Transition } from './lifecycle';
import type { Refusal } from './refusals';
import { isRefusal, refuse } from './refusals';
import { rulesFor, selectRule } from './rules';

export type Decision = { facts: Fact[] } | Refusal;

/** Ids of a case that does not exist yet; the store keeps them, the facts do not repeat them. */
export interface Identity {
  caseId: string;
  officeId: string;
}

/**
 * Decides one command.
 *
 * @param current the case, or undefined before it is received
 * @param now epoch milliseconds
 */
export function decide(
  identity: Identity,
  current: Case | undefined,
  command: Command,
  now: number,
): Decision {
  const today = civilDateAt(now);
  if (command.type === 'ReceiveCase') {
    return current ? refuse('case_exists') : receive(identity, command, today);
  }
  if (!current) return refuse('case_missing');
  if (command.type === 'RingAlarm') return { facts: alarmFacts(current, now) };
  const refusal = staleness(current, command);
  if (refusal) return refusal;
  const row = findTransition(KINDS[current.kind], current.state, command.type, command.actor.role);
  if (isRefusal(row)) return row;
  const objection = guarded(row, current, command, { actor: command.actor, today });
  return objection ?? happened(current, factOf(row, current, command), today);
}

function staleness(current: Case, command: Command): Refusal | undefined {
  const { expectedVersion } = command;
  return expectedVersion === undefined || expectedVersion === current.version
    ? undefined
    : refuse('version_conflict', { params: { currentVersion: current.version, expectedVersion } });
}

function guarded(
  row: Transition,
  current: Case,
  command: Command,
  context: GuardContext,
): Refusal | undefined {
  const standing = standingObjection(row, current, context);
  if (standing) return standing;
  for (const guard of row.guards ?? []) {
    const refusal = guard(current, command, context);
    if (refusal) return refusal;
  }
  return termGuard(current, command, context.today);
}

/** Refusals that need the deadline engine; guards.ts stays free of it. */
function termGuard(current: Case, command: Command, today: CivilDate): Refusal | undefined {
  switch (command.type) {
    case 'ExtendResolution':
      return extensionGuard(current, command.data, today);
    case 'ScheduleDialogue':
      return dialogueGuard(current, command.data.dialogueOn, today);
    case 'ApplyCalendar':
      return command.data.calendar.version > current.calendar.version
        ? undefined
        : refuse('calendar_not_newer');
    case 'ChangeRuleSet':
      return rulesFor(command.data.ruleSet)
        ? undefined
        : refuse('unknown_rule_set', { params: { ruleSet: command.data.ruleSet } });
    default:
      return undefined;
  }
}

/** LKN Điều 28: bounded by the law's total, decided before expiry; the engine knows both. */
function extensionGuard(
  current: Case,
  data: { days: number; criteria: readonly string[] },
  today: CivilDate,
): Refusal | undefined {
  const spec = KINDS[current.kind].clocks.find((clock) => clock.isExtendable);
  const request = spec && requestFor(spec, current);
  const law = lawOf(current);
  if (!request || !law)
    return refuse('extension_not_possible', { params: { reason: 'no_running_term' } });
  const extension = { ground: 'complex', days: data.days, decidedOn: today };
  const asked = { ...request, extensions: [...(request.extensions ?? []), extension] };
  const answer = computeDeadline(asked, law.ruleSet, law.calendar);
  return isRefusal(answer)
    ? refuse('extension_not_possible', { params: { reason: answer.refusal } })
    : undefined;
}

/** Farthest ahead a dialogue may be set: the longest term, 60 days, lies well within it. */
const MAX_DIALOGUE_DAYS_AHEAD = 365;

/** NĐ 124/2020 Điều 28.1: the notice must still be in time for the date asked for. */
function dialogueGuard(
  current: Case,
  dialogueOn: CivilDate,
  today: CivilDate,
): Refusal | undefined {
  const latest = addDays(today, MAX_DIALOGUE_DAYS_AHEAD);
  if (dialogueOn > latest) return refuse('dialogue_too_far', { params: { latest } });
  const latestNoticeOn = lastDayForNotice(current, dialogueOn);
  return latestNoticeOn < today
    ? refuse('dialogue_too_soon', { params: { latestNoticeOn } })
    : undefined;
}

/** Before the rule of 2026-07-01 no notice period was fixed: the day itself. */
function lastDayForNotice(current: Case, dialogueOn: CivilDate): CivilDate {
  const law = lawOf(current);
  const spec = KINDS[current.kind].clocks.find((clock) => clock.startsOn === 'dialogue');
  const rule = spec && law && selectRule(law.ruleSet, spec.stage, dialogueOn, spec.caseType);
  if (!law || !rule || isRefusal(rule)) return dialogueOn;
  const request = { rule: rule.id, start: dialogueOn };
  const answer = computeDeadline(request, law.ruleSet, law.calendar);
  return isRefusal(answer) ? dialogueOn : (answer.dueOn ?? dialogueOn);
}

function receive(
  identity: Identity,
  command: Extract<Command, { type: 'ReceiveCase' }>,
  today: CivilDate,
): Decision {
  const { data, actor } = command;
  const row = creationOf(KINDS[data.kind]);
  if (!row.by.includes(actor.role)) {
    return refuse('role_not_allowed', { params: { command: command.type, role: actor.role } });
  }
  const objection = receiptDateIsPlausible(data.receivedOn, today);
  if (objection) return objection;
  if (!rulesFor(data.ruleSet))
    return refuse('unknown_rule_set', { params: { ruleSet: data.ruleSet } });
  const fact: Fact = { type: 'CaseReceived', data };
  const after = evolve(undefined, {
    ...fact,
    data: { ...data, reference: '' },
    ...identity,
    sequence: 1,
    on: today,
  });
  return { facts: [fact, ...clockFacts(undefined, after, today, 'calendar')] };
}

function happened(current: Case, fact: Fact, today: CivilDate): Decision {
  const event = {
    ...fact,
    caseId: current.caseId,
    officeId: current.officeId,
    sequence: current.version + 1,
    on: today,
  } as FoldableEvent;
  const after = evolve(current, event);
  return { facts: [fact, ...clockFacts(current, after, today, causeOf(fact))] };
}

const CAUSES: Partial<Record<Fact['type'], MoveCause>> = {
  ResolutionExtended: 'extension',
  ResolutionResumed: 'resumption',
  ResolutionSuspended: 'suspension',
  CalendarApplied: 'calendar',
  RuleSetChanged: 'rule_set',
};

function causeOf(fact: Fact): MoveCause {
  return CAUSES[fact.type] ?? 'reschedule';
}

/** The event of the row, with the command's own data unless the event says more than was asked. */
function factOf(row: Transition, current: Case, command: Command): Fact {
  switch (command.type) {
    case 'ReassignCase':
      return {
        type: 'CaseReassigned',
        data: { ...command.data, from: current.assigneeId ?? command.data.officerId },
      };
    case 'ExtendResolution':
      return { type: 'ResolutionExtended', data: { ground: 'complex', ...command.data } };
    case 'ChangeRuleSet':
      return { type: 'RuleSetChanged', data: { from: current.ruleSet, to: command.data.ruleSet } };
    default:
      // Same fields on both sides: a test parses every command's fact with its event's schema.
      return { type: row.event, data: command.data } as Fact;
  }
}
