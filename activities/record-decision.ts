/**
 * Records what the workflow decided; step 6 of the walk. A local activity: its transaction is idempotent
 * by command id, so running twice returns what was recorded the first time (docs/decisions/0002).
 */
import { ApplicationFailure } from '@temporalio/activity';
import type { LawChange } from '../domain/law';
import type { Database } from '../store/client';
import { findOwedCalendar } from '../store/law-changes';
import { recordFacts } from '../store/record-facts';
import type { RecordedFacts, RecordFactsInput } from '../store/record-facts';
import { findRecordedCommand } from '../store/recorded-commands';
import type { RecordedCommand } from '../store/recorded-commands';

export interface RecordedDecision extends RecordedFacts {
  /** For a new case: a change of calendar that came while it was on its way, and that nobody else tells it. */
  owed?: LawChange;
}

/**
 * @throws ApplicationFailure, not retryable, type `StaleDecisionError` or `MissingWordsError`: deciding
 *   again, or giving up, is the workflow's business. Every other error is retried by Temporal.
 */
export async function recordDecision(
  database: Database,
  input: RecordFactsInput,
): Promise<RecordedDecision> {
  try {
    const recorded = await recordFacts(database, input);
    const [first] = recorded.events;
    if (first?.type !== 'CaseReceived') return recorded;
    // After the commit, never before: a change not seen here is rolled out later, and then sees the case.
    const owed = await findOwedCalendar(database, input.officeId, first.data.calendar.version);
    return owed ? { ...recorded, owed } : recorded;
  } catch (error) {
    if (error instanceof Error && FINAL_ERRORS.has(error.name)) {
      throw ApplicationFailure.nonRetryable(error.message, error.name);
    }
    throw error;
  }
}

const FINAL_ERRORS = new Set(['StaleDecisionError', 'MissingWordsError']);

/** What an earlier run of this case recorded for a command id; null when nothing. */
export async function recallDecision(
  database: Database,
  caseId: string,
  commandId: string,
): Promise<RecordedCommand | null> {
  return (await findRecordedCommand(database, caseId, commandId)) ?? null;
}
