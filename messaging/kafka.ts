/**
 * The only importer of the Kafka client: connect, produce, consume, ask for the lag, close.
 * It retries little and says so: workers decide how long to wait and what to log. The client's own log
 * lines come once a try and are therefore passed on at debug level only.
 */
import {
  Kafka,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  logLevel,
  Partitioners,
} from 'kafkajs';
import type { Admin, Consumer, EachBatchPayload, LogEntry, Producer } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { calmIdleConnections } from './calm-idle-connections';
import type { EncodedEvent } from './envelope';
import type { TopicSpec } from './topics';

export interface BusSettings {
  /** host:port each; none: everything that needs Kafka fails with a sentence saying so. */
  brokers: readonly string[];
  /** Names this process in the broker's log. */
  clientId: string;
  /** Told what the client has to say. */
  onClientLog?: (message: string, details: Record<string, unknown>) => void;
}

export interface ReceivedMessage {
  /** Kafka's 64-bit offset, decimal. */
  offset: string;
  key: string | null;
  value: Uint8Array | null;
}

export interface ReceivedBatch {
  topic: string;
  partition: number;
  messages: ReceivedMessage[];
  /** Messages of the partition after this batch. */
  remaining: number;
  /** Call at least every few seconds while working; rejects when the partition went to another reader. */
  heartbeat(): Promise<void>;
  /** False once the reader stops or lost the partition: give up, the batch comes again. */
  isOurs(): boolean;
}

export interface ReaderOptions {
  topic: string;
  group: string;
  /** False: nothing of the batch is acknowledged and it comes again. */
  onBatch: (batch: ReceivedBatch) => Promise<boolean>;
}

export interface Reader {
  /** Resolves with the reason when the reader died by itself; make a new one. */
  ended: Promise<Error>;
  stop(): Promise<void>;
}

export interface Bus {
  /** Makes the topic if it is not there; an existing one is left as it is. */
  ensureTopic(spec: TopicSpec): Promise<void>;
  /**
   * Resolves when every in-sync replica has all records. Rejects when any of them may be missing: send
   * the same ones again, readers ignore what comes twice. One call at a time, or order is lost.
   */
  publish(topic: string, records: readonly EncodedEvent[]): Promise<void>;
  /** Joins the group and reads from its last acknowledged offset, or from the beginning. */
  read(options: ReaderOptions): Promise<Reader>;
  /** Messages of the topic that the group has not acknowledged. */
  lag(topic: string, group: string): Promise<number>;
  close(): Promise<void>;
}

const RETRY = { retries: 2, initialRetryTime: 200, maxRetryTime: 1_000 };
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 15_000 };
/** A crashed reader's partitions go to another one after this. */
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_MS = 3_000;
/** The longest a stop waits for a fetch with nothing to fetch. */
const FETCH_WAIT_MS = 2_000;
/** A topic just made is known to all brokers within milliseconds, on a busy machine within a second. */
const TOPIC_WAIT_MS = 10_000;
const TOPIC_RECHECK_MS = 100;

export function createBus(settings: BusSettings): Bus {
  calmIdleConnections();
  const producer = keepOne(async () => connected(producerOf(settings)));
  return {
    ensureTopic: (spec) => withAdmin(settings, (admin) => ensureTopic(admin, spec)),
    publish: (topic, records) =>
      producer.use(async (client) => {
        await client.send({ topic, acks: -1, messages: [...records] });
      }),
    read: (options) => startReader(settings, options),
    lag: (topic, group) => withAdmin(settings, (admin) => lagOf(admin, topic, group)),
    close: () => producer.close(),
  };
}

function clientOf(settings: BusSettings): Kafka {
  if (settings.brokers.length === 0) throw new Error('no Kafka brokers are configured');
  const { onClientLog } = settings;
  const logCreator = () => (entry: LogEntry) => {
    const { message, ...details } = entry.log;
    onClientLog?.(message, details);
  };
  return new Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    logLevel: logLevel.WARN,
    logCreator,
    retry: RETRY,
    ...TIMEOUTS,
  });
}

/**
 * Not the client's idempotent producer: it guards against duplicates, which readers ignore anyway, and
 * after a broker lost its state it stays broken until it is made anew. One request in flight keeps order.
 */
function producerOf(settings: BusSettings): Producer {
  return clientOf(settings).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    maxInFlightRequests: 1,
    retry: RETRY,
  });
}

async function connected<T extends { connect(): Promise<void> }>(client: T): Promise<T> {
  await client.connect();
  return client;
}

/** Asked rarely: a connection for each question, none that idles. */
async function withAdmin<R>(settings: BusSettings, ask: (admin: Admin) => Promise<R>): Promise<R> {
  const admin = clientOf(settings).admin({ retry: RETRY });
  try {
    return await ask(await connected(admin));
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

interface Kept<T> {
  use<R>(work: (client: T) => Promise<R>): Promise<R>;
  close(): Promise<void>;
}

/** One connection, made at first use and again after a failure: a half-dead one is never used twice. */
function keepOne<T extends { disconnect(): Promise<void> }>(open: () => Promise<T>): Kept<T> {
  let client: Promise<T> | undefined;
  const close = async (): Promise<void> => {
    const old = client;
    client = undefined;
    await old?.then((one) => one.disconnect()).catch(() => undefined);
  };
  return {
    use: async (work) => {
      client ??= open();
      try {
        return await work(await client);
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}

async function ensureTopic(admin: Admin, spec: TopicSpec): Promise<void> {
  const existing = await admin.listTopics();
  if (existing.includes(spec.name)) return;
  await admin.createTopics({
    // It gives up when a broker that has not heard of the topic yet answers first.
    waitForLeaders: false,
    topics: [
      {
        topic: spec.name,
        numPartitions: spec.partitions,
        // As many replicas as the cluster's administrator set as its default.
        replicationFactor: -1,
        configEntries: [
          { name: 'retention.ms', value: String(spec.retentionMs) },
          { name: 'max.message.bytes', value: String(spec.maxBytes) },
          { name: 'cleanup.policy', value: 'delete' },
        ],
      },
    ],
  });
  const end = Date.now() + TOPIC_WAIT_MS;
  while (!(await hasLeaders(admin, spec.name))) {
    if (Date.now() > end) throw new Error(`topic ${spec.name} was made but has no leaders yet`);
    await delay(TOPIC_RECHECK_MS);
  }
}

async function hasLeaders(admin: Admin, topic: string): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    const cause = error instanceof KafkaJSNumberOfRetriesExceeded ? error.cause : error;
    if (cause instanceof KafkaJSProtocolError && cause.retriable) return false;
    throw error;
  }
}

async function lagOf(admin: Admin, topic: string, group: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const at = new Map(committed?.partitions.map((line) => [line.partition, BigInt(line.offset)]));
  const behind = ends.map((end) => {
    const acknowledged = at.get(end.partition) ?? -1n;
    const low = BigInt(end.low);
    // A group that has acknowledged nothing, or whose place was deleted by retention, starts at `low`.
    return BigInt(end.high) - (acknowledged < low ? low : acknowledged);
  });
  return Number(behind.reduce((sum, count) => sum + count, 0n));
}

async function startReader(settings: BusSettings, options: ReaderOptions): Promise<Reader> {
  const consumer = clientOf(settings).consumer({
    groupId: options.group,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    // Restarts are the worker's: it knows how to wait and what to say.
    retry: { ...RETRY, restartOnFailure: async () => false },
  });
  const ended = new Promise<Error>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => handle(consumer, options, payload),
    });
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }
  return { ended, stop: () => consumer.disconnect() };
}

async function handle(
  consumer: Consumer,
  options: ReaderOptions,
  payload: EachBatchPayload,
): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const last = batch.messages.at(-1);
  if (!last || payload.isStale()) return;
  const isDone = await options.onBatch({
    topic,
    partition,
    messages: batch.messages.map(({ offset, key, value }) => ({
      offset,
      key: key?.toString('utf8') ?? null,
      value,
    })),
    remaining: Number(BigInt(batch.highWatermark) - BigInt(last.offset) - 1n),
    heartbeat: () => payload.heartbeat(),
    isOurs: () => payload.isRunning() && !payload.isStale(),
  });
  if (!isDone) return;
  payload.resolveOffset(last.offset);
  const offset = (BigInt(last.offset) + 1n).toString();
  await consumer.commitOffsets([{ topic, partition, offset }]);
}
