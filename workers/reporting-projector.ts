/**
 * Step 12 of the walk: reads case events from Kafka, folds them into the reporting tables and acknowledges
 * them after the transaction. What comes twice is ignored; what cannot be used is parked with its reason,
 * and so are the later events of that case, never misapplied. Nothing blocks the others' events.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEvent } from '../domain/events';
import { decodeEvent } from '../messaging/envelope';
import type { ReceivedBatch, ReceivedMessage } from '../messaging/kafka';
import { caseEventsTopic, reportingGroup } from '../messaging/topics';
import { applyEvents, NotApplicableError, SequenceGapError } from '../store/apply-report';
import { countParked, hasParked, parkMessage } from '../store/parked-messages';
import type { ParkReason } from '../store/parked-messages';
import { runBusWorker } from './bus-worker';
import type { BusWorkerParts } from './bus-worker';
import { createPatience } from './patience';
import type { Patience } from './patience';
import type { RunningWorker } from './run';

/** A gap is asked about again before it is believed: another projector may be finishing its batch. */
const GAP_TRIES = 3;
const GAP_PAUSE_MS = 200;

export type ProjectorParts = Omit<BusWorkerParts, 'databaseUrl'>;

interface Projector extends ProjectorParts {
  patience: Patience;
  applied: number;
  duplicates: number;
  parked: number;
  /** Partition → messages not yet read, as of its last batch. */
  remaining: Map<number, number>;
  isReading: boolean;
}

/** Starts the projector; it runs until stopped, whatever fails meanwhile. */
export function startProjector(parts: ProjectorParts): RunningWorker {
  const patience = createPatience(parts.log);
  const counts = { applied: 0, duplicates: 0, parked: 0, remaining: new Map<number, number>() };
  const projector: Projector = { ...parts, patience, ...counts, isReading: false };
  const ended = serve(projector);
  return {
    notReadyReason: () =>
      patience.reason() ?? (projector.isReading ? undefined : 'joining the readers of the topic'),
    metrics: async () => {
      const open = await countParked(parts.database).catch(() => undefined);
      return {
        projector_events_applied_total: projector.applied,
        projector_events_duplicate_total: projector.duplicates,
        projector_messages_parked_total: projector.parked,
        projector_messages_remaining: [...projector.remaining.values()].reduce((a, b) => a + b, 0),
        ...(open !== undefined && { parked_messages_open: open }),
      };
    },
    stop: async () => {
      patience.stop();
      await ended;
    },
    ended,
  };
}

async function serve(projector: Projector): Promise<void> {
  const { patience, bus, topic } = projector;
  await patience.untilDone('reading from Kafka', async (isWell) => {
    await bus.ensureTopic(caseEventsTopic(topic));
    const reader = await bus.read({
      topic,
      group: reportingGroup(topic),
      onBatch: (batch) => project(projector, batch),
    });
    isWell();
    projector.isReading = true;
    const fault = await Promise.race([reader.ended, patience.stopped]);
    projector.isReading = false;
    projector.remaining.clear();
    await reader.stop();
    if (fault) throw fault;
  });
}

/** One message with its event, or with the reason why it has none. */
interface Item {
  message: ReceivedMessage;
  event?: RecordedEvent;
  fault?: { reason: ParkReason; detail: string };
}

/** Applies or parks every message of the batch; false when it must come again. */
async function project(projector: Projector, batch: ReceivedBatch): Promise<boolean> {
  const cases = new Map<string | null, Item[]>();
  for (const message of batch.messages) {
    const items = cases.get(message.key) ?? [];
    cases.set(message.key, [...items, read(message)]);
  }
  const goesOn = async (): Promise<boolean> => {
    await batch.heartbeat();
    return batch.isOurs();
  };
  for (const items of cases.values()) {
    for (const run of runsOf(items)) {
      const isDone = await projector.patience.untilDone(
        'writing reports',
        async () => {
          await projectRun(projector, batch, run);
          return true;
        },
        goesOn,
      );
      if (!isDone) return false;
    }
    await batch.heartbeat();
  }
  projector.remaining.set(batch.partition, batch.remaining);
  return true;
}

function read(message: ReceivedMessage): Item {
  const decoded = decodeEvent(message.value);
  if ('fault' in decoded) return { message, fault: decoded.fault };
  if (decoded.event.caseId === message.key) return { message, event: decoded.event };
  const detail = 'the key is not the case id: order is not kept';
  return { message, fault: { reason: 'key_mismatch', detail } };
}

/** Neighbouring events of one case together, so that they share a transaction; each fault alone. */
function runsOf(items: readonly Item[]): Item[][] {
  const runs: Item[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run && item.event && run[0]?.event) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

async function projectRun(projector: Projector, batch: ReceivedBatch, run: Item[]): Promise<void> {
  const [first] = run;
  if (first?.fault) {
    await park(projector, batch, first.message, first.fault);
    return;
  }
  try {
    await apply(projector, run);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    // Some of the run may be usable: a run that failed was not applied at all.
    for (const item of run) await applyOrPark(projector, batch, item);
  }
}

async function apply(projector: Projector, items: readonly Item[]): Promise<void> {
  const events = items.flatMap((item) => item.event ?? []);
  const { applied, duplicates } = await applyEvents(projector.database, events);
  projector.applied += applied;
  projector.duplicates += duplicates;
}

async function applyOrPark(projector: Projector, batch: ReceivedBatch, item: Item): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await apply(projector, [item]);
      return;
    } catch (error) {
      if (!isUnusable(error)) throw error;
      const isFinal = tries >= GAP_TRIES || (await hasParked(projector.database, error.caseId));
      if (isFinal) {
        await park(projector, batch, item.message, faultOf(error));
        return;
      }
      await delay(GAP_PAUSE_MS);
    }
  }
}

function isUnusable(error: unknown): error is SequenceGapError | NotApplicableError {
  return error instanceof SequenceGapError || error instanceof NotApplicableError;
}

function faultOf(error: SequenceGapError | NotApplicableError): NonNullable<Item['fault']> {
  const reason = error instanceof SequenceGapError ? 'sequence_gap' : 'not_applicable';
  return { reason, detail: error.message };
}

async function park(
  projector: Projector,
  batch: ReceivedBatch,
  { offset, key, value }: ReceivedMessage,
  fault: NonNullable<Item['fault']>,
): Promise<void> {
  const { topic, partition } = batch;
  await parkMessage(projector.database, { topic, partition, offset, key, value, ...fault });
  projector.parked += 1;
  projector.log.error({ partition, offset, reason: fault.reason }, 'parked a message');
}

if (require.main === module) {
  void runBusWorker('reporting-projector', (env) => env.PROJECTOR_HEALTH_PORT, startProjector);
}
