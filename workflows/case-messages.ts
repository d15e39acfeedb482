/**
 * What may be said to a running case. Imported by the workflow and by the API's gateway, so it holds
 * definitions and types only.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actors';
import type { Case } from '../domain/case';
import type { Command } from '../domain/commands';
import type { CalendarDayEntry } from '../domain/events';

/** A command with what makes it recognisable when it comes twice. */
export interface CaseCommand {
  command: Command;
  /** Lower-case hex SHA-256 of the command's type and data. */
  commandHash: string;
}

export interface CommandOutcome {
  /** Version of the case after the command. */
  version: number;
  /** Hash of the command first recorded under this id; the caller compares it with its own. */
  commandHash: string;
}

export interface CaseWorkflowInput {
  caseId: string;
  officeId: string;
  /** Updates after which the case goes on in a new run. */
  updatesPerRun: number;
  /** What the run before this one handed over. */
  carried?: {
    current: Case;
    /** Newest last. */
    recentCommandIds: string[];
  };
}

export const TASK_QUEUE = 'cases';

/** Well below Temporal's 2,000 updates a run. */
export const UPDATES_PER_RUN = 1_000;

export const caseCommandUpdate = defineUpdate<CommandOutcome, [CaseCommand]>('caseCommand');
export const caseViewQuery = defineQuery<Case | null>('caseView');

/** A new calendar or rule set, as the command the case is to give itself. Nobody waits for it. */
export const lawChangedSignal = defineSignal<[CaseCommand]>('lawChanged');

/** An administrator's order that a change of law be recorded and rolled out to the open cases. */
export interface LawOrder {
  officeId: string;
  commandId: string;
  actor: Actor;
}

export interface CalendarOrder extends LawOrder {
  day: CalendarDayEntry;
}

export interface RuleSetOrder extends LawOrder {
  ruleSet: string;
}

/**
 * The workflow that takes an order. Calendar changes are rolled out side by side, because the newer calendar
 * holds the older; of rule sets only the last one is right, so an office has one workflow for all of them.
 */
export function rollOutIdOf(order: CalendarOrder | RuleSetOrder): string {
  const { officeId, commandId } = order;
  return 'day' in order ? `calendar-${officeId}-${commandId}` : `rule-sets-${officeId}`;
}

/** One more activation; those before it are finished first. */
export const ruleSetOrderedSignal = defineSignal<[RuleSetOrder]>('ruleSetOrdered');

export interface RollOutResult {
  /** Signals sent; a case may have been told twice. */
  told: number;
  /** Open cases whose workflow is gone: nothing can reach them. */
  unreachable: number;
}
