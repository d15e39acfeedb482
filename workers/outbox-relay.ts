/**
 * Step 10 of the walk: the leading relay sends what is in the outbox to Kafka, oldest first, one batch at
 * a time, and marks a batch after Kafka has all of it. A crash in between sends the batch again: at least
 * once, and never a first time out of order (docs/decisions/0005). Case work does not wait for any of this.
 */
import { encodeEvent } from '../messaging/envelope';
import type { EncodedEvent } from '../messaging/envelope';
import { caseEventsTopic } from '../messaging/topics';
import { claimBatch, deletePublished, markPublished, outboxBacklog } from '../store/outbox';
import { standForLeader } from '../store/relay-leadership';
import type { Leadership } from '../store/relay-leadership';
import { runBusWorker } from './bus-worker';
import type { BusWorkerParts } from './bus-worker';
import { createPatience } from './patience';
import type { Patience } from './patience';
import type { RunningWorker } from './run';

/** A batch: so many events, or so many characters of them, well below what the topic allows. */
const BATCH_EVENTS = 300;
const BATCH_CHARACTERS = 1_000_000;
/** A lost notification delays an event by this much and no more. */
const FALLBACK_POLL_MS = 5_000;
/** Published rows are kept for looking back; the events themselves stay in the audit log for good. */
export const KEEP_PUBLISHED_DAYS = 7;
const CLEAN_UP_EVERY_MS = 3_600_000;
const CLEAN_UP_ROWS = 5_000;

interface Relay extends BusWorkerParts {
  patience: Patience;
  published: number;
  isLeader: boolean;
  cleanedAt: number;
}

/** Starts the relay; it runs until stopped, whatever fails meanwhile. */
export function startRelay(parts: BusWorkerParts): RunningWorker {
  const patience = createPatience(parts.log);
  const relay: Relay = { ...parts, patience, published: 0, isLeader: false, cleanedAt: 0 };
  const ended = serve(relay);
  return {
    notReadyReason: patience.reason,
    metrics: async () => {
      const backlog = await outboxBacklog(parts.database).catch(() => undefined);
      return {
        relay_is_leader: relay.isLeader ? 1 : 0,
        relay_events_published_total: relay.published,
        ...(backlog && {
          outbox_waiting_events: backlog.waiting,
          outbox_oldest_seconds: backlog.oldestSeconds,
        }),
      };
    },
    stop: async () => {
      patience.stop();
      await ended;
    },
    ended,
  };
}

async function serve(relay: Relay): Promise<void> {
  const { patience } = relay;
  while (!patience.isStopped()) {
    await patience.untilDone('leading the outbox', async (isWell) => {
      const candidacy = standForLeader(relay.databaseUrl);
      try {
        const leadership = await Promise.race([candidacy.elected, patience.stopped]);
        isWell();
        if (!leadership) return;
        await lead(relay, leadership);
        if (!patience.isStopped()) throw new Error('the leading database session ended');
      } finally {
        relay.isLeader = false;
        await candidacy.withdraw();
      }
    });
  }
}

/** Returns when stopped or when the session that holds the lock has ended. */
async function lead(relay: Relay, leadership: Leadership): Promise<void> {
  const { patience, bus, log } = relay;
  relay.isLeader = true;
  log.info('leads');
  const goesOn = async (): Promise<boolean> => leadership.isHeld();
  await patience.untilDone(
    'making the topic',
    () => bus.ensureTopic(caseEventsTopic(relay.topic)),
    goesOn,
  );
  while (leadership.isHeld() && !patience.isStopped()) {
    const sent = await patience.untilDone('publishing', () => publishBatch(relay), goesOn);
    // Only an empty outbox ends a round: a batch may have been cut short by its size.
    if (sent !== 0 && sent !== undefined) continue;
    await patience.untilDone('deleting old outbox rows', () => cleanUp(relay), goesOn);
    await Promise.race([leadership.nextWake(FALLBACK_POLL_MS), patience.stopped]);
  }
}

/** Sends and marks one batch. After a failure the next try claims the same events again, none later. */
async function publishBatch(relay: Relay): Promise<number> {
  const claimed = await claimBatch(relay.database, BATCH_EVENTS);
  const batch = fitting(claimed.map(({ id, event }) => ({ id, record: encodeEvent(event) })));
  if (batch.length === 0) return 0;
  await relay.bus.publish(
    relay.topic,
    batch.map(({ record }) => record),
  );
  await markPublished(
    relay.database,
    batch.map(({ id }) => id),
  );
  relay.published += batch.length;
  return batch.length;
}

/** As many from the front as fit, and at least one. */
function fitting<T extends { record: EncodedEvent }>(entries: readonly T[]): T[] {
  let characters = 0;
  const end = entries.findIndex(({ record }) => {
    characters += record.value.length;
    return characters > BATCH_CHARACTERS;
  });
  return entries.slice(0, end === -1 ? undefined : Math.max(end, 1));
}

async function cleanUp(relay: Relay): Promise<void> {
  if (Date.now() - relay.cleanedAt < CLEAN_UP_EVERY_MS) return;
  const deleted = await deletePublished(relay.database, KEEP_PUBLISHED_DAYS, CLEAN_UP_ROWS);
  // A full round means there is more: the next one need not wait an hour.
  if (deleted < CLEAN_UP_ROWS) relay.cleanedAt = Date.now();
}

if (require.main === module) {
  void runBusWorker('outbox-relay', (env) => env.RELAY_HEALTH_PORT, startRelay);
}
