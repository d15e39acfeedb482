/** Temporal's hands, made with the parts they need. */
import type { RecordedEvent } from '../domain/events';
import type { LawChange } from '../domain/law';
import { readEventsAfter } from '../store/audit-log';
import type { Database } from '../store/client';
import {
  listCasesBehind,
  recordCalendarChange,
  recordRuleSetActivation,
} from '../store/law-changes';
import type { RecordFactsInput } from '../store/record-facts';
import type { RecordedCommand } from '../store/recorded-commands';
import { recallDecision, recordDecision } from './record-decision';
import type { RecordedDecision } from './record-decision';

export interface CaseActivities {
  recordDecision(input: RecordFactsInput): Promise<RecordedDecision>;
  recallDecision(caseId: string, commandId: string): Promise<RecordedCommand | null>;
  recallEvents(caseId: string, afterVersion: number): Promise<RecordedEvent[]>;
}

export interface LawActivities {
  recordCalendarChange(order: Parameters<typeof recordCalendarChange>[1]): Promise<LawChange>;
  recordRuleSetActivation(order: Parameters<typeof recordRuleSetActivation>[1]): Promise<LawChange>;
  listCasesBehind(
    change: LawChange,
    page: { afterCaseId: string | null; limit: number },
  ): Promise<string[]>;
}

export function createActivities(parts: { database: Database }): CaseActivities & LawActivities {
  const { database } = parts;
  return {
    recordDecision: (input) => recordDecision(database, input),
    recallDecision: (caseId, commandId) => recallDecision(database, caseId, commandId),
    recallEvents: (caseId, afterVersion) => readEventsAfter(database, caseId, afterVersion),
    recordCalendarChange: (order) => recordCalendarChange(database, order),
    recordRuleSetActivation: (order) => recordRuleSetActivation(database, order),
    listCasesBehind: (change, page) => listCasesBehind(database, change, page),
  };
}
