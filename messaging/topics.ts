/**
 * What is published: topic names, partitions, retention, and who reads. The key is always the case id,
 * so a case's events stay in order in one partition.
 * Nothing here connects to anything.
 */

export interface TopicSpec {
  /** Its major version is the event schema's: an incompatible change is a new topic beside this one. */
  name: string;
  /** Fixed for the life of the topic: more partitions would move a case to another one mid-life. */
  partitions: number;
  retentionMs: number;
  /** Largest record, and largest batch of records of one partition. */
  maxBytes: number;
}

const DAY_MS = 86_400_000;
const MEBIBYTE = 1024 * 1024;

/** The name when nothing else is configured. */
export const CASE_EVENTS_TOPIC = 'case-events.v1';

/**
 * Every event of every case. Written by workers/outbox-relay.ts only.
 * Three partitions let three projectors share the work; a commune's few hundred events a day need one.
 * An event is about 1 kB; one that carries an office's whole calendar may be a hundred times that.
 * Fourteen days outlast a long holiday with a broken reader; what is older is read from the audit log.
 */
export function caseEventsTopic(name: string = CASE_EVENTS_TOPIC): TopicSpec {
  return { name, partitions: 3, retentionMs: 14 * DAY_MS, maxBytes: 4 * MEBIBYTE };
}

/** The reader that keeps the reporting tables, workers/reporting-projector.ts; one per topic. */
export function reportingGroup(topic: string): string {
  return `tiep-dan.reporting.${topic}`;
}
