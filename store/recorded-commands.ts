/** What command ids recorded earlier: for requests that come again. Written in record-facts.ts only. */
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
