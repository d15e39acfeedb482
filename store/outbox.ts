/**
 * The outbox as the relay sees it: claim what is not yet published, mark what is. Step 10 of the walk.
 * Rows are chosen by "not yet published", never by "id greater than the last", so a row that commits late
 * under a low id is still found. Rows are inserted by record-facts.ts and nowhere else.
 */
import type { RecordedEvent } from '../domain/events';
import { toRecordedEvent } from './audit-log';
import type { Database } from './client';
import type { CaseEventModel } from './generated/models';

export interface OutboxEntry {
  id: bigint;
  event: RecordedEvent;
}

/**
 * The oldest unpublished events, in the order they were recorded, at most `limit`. Reads only: a batch
 * that is never marked is simply claimed again.
 */
export async function claimBatch(database: Database, limit: number): Promise<OutboxEntry[]> {
  const rows = await database.$queryRaw<(CaseEventModel & { id: bigint })[]>`
    SELECT o.id, e.case_id AS "caseId", e.sequence, e.office_id AS "officeId", e.type, e.version, e.at,
      e.happened_on AS "on", e.actor_id AS "actorId", e.actor_role AS "actorRole",
      e.command_id AS "commandId", e.data
    FROM (SELECT id, case_id, sequence FROM outbox WHERE published_at IS NULL
      ORDER BY id LIMIT ${limit}) AS o
    JOIN case_events AS e ON e.case_id = o.case_id AND e.sequence = o.sequence
    ORDER BY o.id`;
  return rows.map((row) => ({ id: row.id, event: toRecordedEvent(row) }));
}

/** Says that Kafka has these. Marking twice changes nothing. */
export async function markPublished(database: Database, ids: readonly bigint[]): Promise<void> {
  await database.$executeRaw`
    UPDATE outbox SET published_at = now() WHERE id = ANY (${[...ids]}) AND published_at IS NULL`;
}

export interface Backlog {
  /** Events not yet published. */
  waiting: number;
  /** Seconds the oldest of them has waited; 0 when none waits. */
  oldestSeconds: number;
}

export async function outboxBacklog(database: Database): Promise<Backlog> {
  const [row] = await database.$queryRaw<Backlog[]>`
    SELECT count(*)::int AS waiting,
      coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
    FROM outbox WHERE published_at IS NULL`;
  return row ?? { waiting: 0, oldestSeconds: 0 };
}

/**
 * Deletes rows published more than `days` days ago, at most `limit`, and says how many. The events
 * themselves stay in the audit log.
 */
export async function deletePublished(
  database: Database,
  days: number,
  limit: number,
): Promise<number> {
  return database.$executeRaw`
    DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
      WHERE published_at < now() - make_interval(days => ${days}::int) LIMIT ${limit})`;
}
