/** What command ids recorded earlier: for requests that come again. Written in record-facts.ts only. */
import type { RecordedEvent } from '../domain/events';
import { toRecordedEvent } from './audit-log';
import type { Database } from './client';

export interface RecordedCommand {
  commandHash: string;
  firstSequence: number;
  lastSequence: number;
}

export async function findRecordedCommand(
  database: Database,
  caseId: string,
  commandId: string,
): Promise<RecordedCommand | undefined> {
  const row = await database.recordedCommand.findUnique({
    where: { caseId_commandId: { caseId, commandId } },
    select: { commandHash: true, firstSequence: true, lastSequence: true },
  });
  return row ?? undefined;
}

/** Events of one case from `first` to `last` sequence, both included. */
export async function readEventsBetween(
  database: Pick<Database, 'caseEvent'>,
  caseId: string,
  first: number,
  last: number,
): Promise<RecordedEvent[]> {
  const rows = await database.caseEvent.findMany({
    where: { caseId, sequence: { gte: first, lte: last } },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(toRecordedEvent);
}
