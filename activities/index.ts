/** Temporal's hands, made with the parts they need. */
import type { RecordedEvent } from '../domain/events';
import { readEventsAfter } from '../store/audit-log';
import type { Database } from '../store/client';
import type { RecordedFacts, RecordFactsInput } from '../store/record-facts';
import type { RecordedCommand } from '../store/recorded-commands';
import { recallDecision, recordDecision } from './record-decision';

export interface CaseActivities {
  recordDecision(input: RecordFactsInput): Promise<RecordedFacts>;
  recallDecision(caseId: string, commandId: string): Promise<RecordedCommand | null>;
  recallEvents(caseId: string, afterVersion: number): Promise<RecordedEvent[]>;
}

export function createActivities(parts: { database: Database }): CaseActivities {
  return {
    recordDecision: (input) => recordDecision(parts.database, input),
    recallDecision: (caseId, commandId) => recallDecision(parts.database, caseId, commandId),
    recallEvents: (caseId, afterVersion) => readEventsAfter(parts.database, caseId, afterVersion),
  };
}
