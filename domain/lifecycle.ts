/**
 * What every kind of case shares: the shape of its table of states, commands and clocks, and the
 * questions asked of it. The tables themselves are in domain/kinds/. This is the only place that says
 * whether a command is allowed; the API and the page ask `allowedCommands`.
 */
import type { Actor, Role } from './actors';
import type { Case, KindName, Milestone } from './case';
import type { CivilDate } from './civil-date';
import type { Command, CommandType } from './commands';
import type { EventType } from './events';
import type { Refusal } from './refusals';
import { refuse } from './refusals';

export interface Label {
  vi: string;
  en: string;
}

export interface StateSpec {
  label: Label;
  isFinal: boolean;
}

/** `same`: the state stays. `before_suspension`: back to where a suspension began. */
export type NextState = string;

/** What a guard may look at besides the case and the command. */
export interface GuardContext {
  actor: Actor;
  today: CivilDate;
}

/** An objection that holds whatever the command says; undefined means none. */
export type Standing = (current: Case, context: GuardContext) => Refusal | undefined;

/** An objection to what the command says; undefined means none. */
export type Guard = (current: Case, command: Command, context: GuardContext) => Refusal | undefined;

export interface Transition {
  command: CommandType;
  label: Label;
  /** States it is allowed in; empty for the command that creates a case. */
  from: readonly string[];
  to: NextState;
  by: readonly Role[];
  event: EventType;
  /** Special cases the table cannot say in data: asked before a button is drawn. */
  standing?: readonly Standing[];
  /** And those that can be asked only once the command's data is known. */
  guards?: readonly Guard[];
  /** Law, article, clause. */
  basis: string;
}

export interface ClockSpec {
  id: string;
  label: Label;
  /** Kind of case and stage of the rule; the row is chosen by the date of the start milestone. */
  caseType: string;
  stage: string;
  /** The stage instead, for a case from a remote area with difficult travel. */
  remoteStage?: string;
  startsOn: Milestone;
  /** Any of these meets the clock. */
  stopsOn: readonly Milestone[];
  /** Any of these makes the clock pointless: neither met nor missed. */
  dropsOn: readonly Milestone[];
  appliesTo?: (current: Case) => boolean;
  isPausedBySuspension: boolean;
  isExtendable: boolean;
  /** Warn at 07:00 office time when this many calendar days are left. */
  warnAtDaysLeft: readonly number[];
  /** Whom a miss is escalated to; null: an internal warning, never a miss. */
  escalatesTo: Role | null;
}

export interface CaseKind {
  name: KindName;
  label: Label;
  /** Prefix of the reference number. */
  prefix: string;
  initialState: string;
  states: Readonly<Record<string, StateSpec>>;
  transitions: readonly Transition[];
  clocks: readonly ClockSpec[];
}

export function isFinalState(kind: CaseKind, state: string): boolean {
  return kind.states[state]?.isFinal ?? false;
}

/**
 * The row of the table that lets this command happen now, or the reason it may not.
 * Order of reasons: final case, wrong state, wrong role.
 */
export function findTransition(
  kind: CaseKind,
  state: string,
  command: CommandType,
  role: Role,
): Transition | Refusal {
  if (isFinalState(kind, state)) return refuse('case_is_final', { params: { state } });
  const rows = kind.transitions.filter((row) => row.command === command);
  const inState = rows.filter((row) => row.from.includes(state));
  if (inState.length === 0) return refuse('not_allowed_in_state', { params: { command, state } });
  const byRole = inState.find((row) => row.by.includes(role));
  return byRole ?? refuse('role_not_allowed', { params: { command, role } });
}

/** The row that creates a case of this kind. */
export function creationOf(kind: CaseKind): Transition {
  const row = kind.transitions.find((candidate) => candidate.from.length === 0);
  if (!row) throw new Error(`kind ${kind.name} has no creating command`);
  return row;
}

/** Why this row does not let the command happen now, whatever the command says. */
export function standingObjection(
  row: Transition,
  current: Case,
  context: GuardContext,
): Refusal | undefined {
  for (const standing of row.standing ?? []) {
    const refusal = standing(current, context);
    if (refusal) return refusal;
  }
  return undefined;
}

/**
 * Commands this actor may give on the case as it stands today, in table order. What is refused here would
 * be refused whatever it says; what is offered may still be refused for its data.
 */
export function allowedCommands(
  kind: CaseKind,
  current: Case,
  context: GuardContext,
): CommandType[] {
  if (isFinalState(kind, current.state)) return [];
  const { role } = context.actor;
  const names = kind.transitions
    .filter((row) => row.from.includes(current.state) && row.by.includes(role))
    .filter((row) => !standingObjection(row, current, context))
    .map((row) => row.command);
  return [...new Set(names)];
}
