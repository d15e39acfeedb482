/**
 * What may be said to a running case. Imported by the workflow and by the API's gateway, so it holds
 * definitions and types only.
 */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Case } from '../domain/case';
import type { Command } from '../domain/commands';

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
