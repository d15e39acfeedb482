/**
 * Reads the audit log of a case and checks its chain. Reading and verifying only: rows are written in
 * record-facts.ts and nowhere else.
 */
import type { RecordedEvent } from '../domain/events';
import { findChainBreak } from './audit-chain';
import type { ChainBreak, ChainedEvent } from './audit-chain';
import { civilDateOf } from './civil-dates';
import type { Database } from './client';
import type { CaseEventModel } from './generated/models';

export function toRecordedEvent(row: CaseEventModel): RecordedEvent {
  return {
    eventId: `${row.caseId}:${row.sequence}`,
    caseId: row.caseId,
    officeId: row.officeId,
    sequence: row.sequence,
    version: row.version,
    at: row.at.toISOString(),
    on: civilDateOf(row.on),
    actor: { officerId: row.actorId, role: row.actorRole },
    commandId: row.commandId,
    type: row.type,
    data: row.data,
  } as RecordedEvent;
}

/** Events of one case of this office in sequence order, with their hashes. */
export async function readChain(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<ChainedEvent[]> {
  const rows = await database.caseEvent.findMany({
    where: { caseId, officeId },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(toChainedEvent);
}

/** Events of one case after a version, up to another one (included) or to the last, in sequence order. */
export async function readEventsAfter(
  connection: Pick<Database, 'caseEvent'>,
  caseId: string,
  version: number,
  upTo?: number,
): Promise<RecordedEvent[]> {
  const sequence = { gt: version, ...(upTo === undefined ? {} : { lte: upTo }) };
  const rows = await connection.caseEvent.findMany({
    where: { caseId, sequence },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(toRecordedEvent);
}

function toChainedEvent(row: CaseEventModel): ChainedEvent {
  return { event: toRecordedEvent(row), previousHash: row.previousHash, hash: row.hash };
}

export interface ChainReport {
  cases: number;
  events: number;
  /** First break of each broken chain. */
  breaks: ChainBreak[];
}

/** Cases read per round; bounds memory, not the result. */
const CASES_PER_ROUND = 100;

/** Every history of the log, a round at a time, each whole and in order; also of cases whose row has vanished. */
export async function* readHistories(
  connection: Pick<Database, '$queryRaw' | 'caseEvent'>,
): AsyncGenerator<ChainedEvent[][]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const ids = await connection.$queryRaw<{ case_id: string }[]>`
      SELECT DISTINCT case_id FROM case_events WHERE case_id > ${after}::uuid
      ORDER BY case_id LIMIT ${CASES_PER_ROUND}`;
    const last = ids.at(-1);
    if (!last) return;
    const rows = await connection.caseEvent.findMany({
      where: { caseId: { in: ids.map((row) => row.case_id) } },
      orderBy: [{ caseId: 'asc' }, { sequence: 'asc' }],
    });
    yield historiesOf(rows);
    after = last.case_id;
  }
}

function historiesOf(rows: readonly CaseEventModel[]): ChainedEvent[][] {
  const histories = new Map<string, ChainedEvent[]>();
  for (const row of rows) {
    const history = histories.get(row.caseId) ?? [];
    history.push(toChainedEvent(row));
    histories.set(row.caseId, history);
  }
  return [...histories.values()];
}

/**
 * Walks every chain of the database.
 *
 * @param onProgress called after each round with the number of cases walked
 */
export async function verifyAuditLog(
  database: Database,
  onProgress: (cases: number) => void = () => undefined,
): Promise<ChainReport> {
  const report: ChainReport = { cases: 0, events: 0, breaks: [] };
  for await (const chains of readHistories(database)) {
    for (const chain of chains) addChain(report, chain);
    onProgress(report.cases);
  }
  report.breaks.push(...(await missingTails(database)));
  return report;
}

/** Cases whose version says that more events were recorded than the log still has. */
async function missingTails(database: Database): Promise<ChainBreak[]> {
  const rows = await database.$queryRaw<{ case_id: string; sequence: number }[]>`
    SELECT c.case_id, coalesce(max(e.sequence), 0)::int AS sequence
    FROM cases AS c LEFT JOIN case_events AS e ON e.case_id = c.case_id
    GROUP BY c.case_id, c.version HAVING coalesce(max(e.sequence), 0) < c.version`;
  return rows.map(({ case_id, sequence }) => ({
    caseId: case_id,
    sequence,
    reason: 'tail_missing',
  }));
}

function addChain(report: ChainReport, chain: readonly ChainedEvent[]): void {
  const broken = findChainBreak(chain);
  if (broken) report.breaks.push(broken);
  report.cases += 1;
  report.events += chain.length;
}
