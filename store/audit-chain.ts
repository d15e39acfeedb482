/**
 * The hash chain of one case's audit log: each event's hash covers the event and the hash before it, so
 * that a changed, missing or added row breaks every later hash. RFC 8785 fixes the bytes that are hashed.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RecordedEvent } from '../domain/events';

/** What the first event of a case is chained to. */
export const GENESIS_HASH = '0'.repeat(64);

/** Lower-case hex SHA-256 of the previous hash, a line feed and the event in RFC 8785 form. */
export function eventHash(previousHash: string, event: RecordedEvent): string {
  return createHash('sha256')
    .update(previousHash)
    .update('\n')
    .update(canonicalize(event) ?? '')
    .digest('hex');
}

export interface ChainedEvent {
  event: RecordedEvent;
  previousHash: string;
  hash: string;
}

/** Where a chain breaks first. */
export interface ChainBreak {
  caseId: string;
  sequence: number;
  reason: 'sequence_gap' | 'previous_hash_differs' | 'hash_differs' | 'tail_missing';
}

/** Recomputes a whole chain in sequence order; undefined when it holds. */
export function findChainBreak(chain: readonly ChainedEvent[]): ChainBreak | undefined {
  let expectedPrevious = GENESIS_HASH;
  for (const [index, { event, previousHash, hash }] of chain.entries()) {
    const { caseId, sequence } = event;
    if (sequence !== index + 1) return { caseId, sequence, reason: 'sequence_gap' };
    if (previousHash !== expectedPrevious) {
      return { caseId, sequence, reason: 'previous_hash_differs' };
    }
    if (hash !== eventHash(previousHash, event))
      return { caseId, sequence, reason: 'hash_differs' };
    expectedPrevious = hash;
  }
  return undefined;
}
