/**
 * Messages the projector could not use, kept with the reason so that an operator sees them and nothing
 * waits behind them. A rebuild from the audit log makes them pointless and says so (`resolved_at`).
 * The value is kept as it came; details name places and codes, never content.
 */
import type { Database } from './client';

export interface UnusableMessage {
  topic: string;
  partition: number;
  /** Kafka's 64-bit offset, decimal. */
  offset: string;
  /** The case id, when the message is one of ours. */
  key: string | null;
  reason: ParkReason;
  detail: string;
  value: Uint8Array | null;
}

export type ParkReason =
  | 'not_json'
  | 'not_an_envelope'
  | 'unknown_type'
  | 'invalid_data'
  | 'key_mismatch'
  | 'sequence_gap'
  | 'not_applicable';

/** More than any event of ours; what is longer is not an event. */
const KEPT_BYTES = 64 * 1024;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Parks a message; the same message again changes nothing. Its office is the one of the case it names. */
export async function parkMessage(database: Database, message: UnusableMessage): Promise<void> {
  const value = Buffer.from(message.value ?? new Uint8Array());
  const caseId = message.key !== null && UUID.test(message.key) ? message.key : null;
  // PostgreSQL text holds no NUL, and a key may be anything.
  const key = message.key?.replaceAll('\u0000', '\ufffd').slice(0, 200) ?? null;
  await database.$executeRaw`
    INSERT INTO parked_messages (topic, partition, "offset", key, office_id, case_id, reason, detail,
      value_base64, value_bytes, is_truncated)
    VALUES (${message.topic}, ${message.partition}, ${BigInt(message.offset)}, ${key},
      (SELECT office_id FROM cases WHERE case_id = ${caseId}::uuid), ${caseId}::uuid,
      ${message.reason}, ${message.detail}, ${value.subarray(0, KEPT_BYTES).toString('base64')},
      ${value.length}, ${value.length > KEPT_BYTES})
    ON CONFLICT (topic, partition, "offset") DO NOTHING`;
}

/** Whether an earlier message of this case is parked: then a gap is its consequence. */
export async function hasParked(database: Database, caseId: string): Promise<boolean> {
  const row = await database.parkedMessage.findFirst({
    where: { caseId, resolvedAt: null },
    select: { id: true },
  });
  return row !== null;
}

export interface ParkedMessageLine {
  id: string;
  topic: string;
  partition: number;
  offset: string;
  caseId: string | null;
  reason: string;
  detail: string;
  valueBytes: number;
  isTruncated: boolean;
  /** Instant, ISO 8601 UTC. */
  parkedAt: string;
}

/**
 * Unresolved parked messages, newest first.
 *
 * @param officeId null: those that no case of any office explains, for the operator
 */
export async function listParkedMessages(
  database: Database,
  officeId: string | null,
  limit: number,
): Promise<ParkedMessageLine[]> {
  const rows = await database.parkedMessage.findMany({
    where: { officeId, resolvedAt: null },
    orderBy: { id: 'desc' },
    take: limit,
    omit: { valueBase64: true },
  });
  return rows.map((row) => ({
    id: row.id.toString(),
    topic: row.topic,
    partition: row.partition,
    offset: row.offset.toString(),
    caseId: row.caseId,
    reason: row.reason,
    detail: row.detail,
    valueBytes: row.valueBytes,
    isTruncated: row.isTruncated,
    parkedAt: row.parkedAt.toISOString(),
  }));
}

/** Unresolved parked messages of every office together, for a worker's metrics. */
export async function countParked(database: Database): Promise<number> {
  return database.parkedMessage.count({ where: { resolvedAt: null } });
}
