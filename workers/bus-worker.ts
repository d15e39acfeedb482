/**
 * A worker between the database and Kafka: what the outbox relay and the reporting projector are given, and
 * the order in which it is let go of. This file knows nothing of what they do with it.
 */
import { readWorkerEnv } from '../config/env';
import type { WorkerEnv } from '../config/env';
import { createBus } from '../messaging/kafka';
import type { Bus } from '../messaging/kafka';
import { openDatabase } from '../store/client';
import type { Database } from '../store/client';
import { runWorker } from './run';
import type { Logger, RunningWorker } from './run';

/** One for the batch under way, one for whoever asks for metrics meanwhile. */
const POOL_SIZE = 2;

export interface BusWorkerParts {
  database: Database;
  /** For a session of one's own; the same database. */
  databaseUrl: string;
  bus: Bus;
  topic: string;
  log: Logger;
}

/** The main of such a worker. `name` is the process in its log lines and towards Kafka. */
export async function runBusWorker(
  name: string,
  healthPortIn: (env: WorkerEnv) => number,
  start: (parts: BusWorkerParts) => RunningWorker,
): Promise<void> {
  const env = readWorkerEnv();
  const settings = {
    name,
    healthHost: env.HTTP_HOST,
    healthPort: healthPortIn(env),
    logLevel: env.LOG_LEVEL,
  };
  await runWorker(settings, async (log) => {
    const databaseUrl = env.DATABASE_URL;
    const database = openDatabase(databaseUrl, { poolSize: POOL_SIZE });
    const bus = createBus({
      brokers: env.KAFKA_BROKERS,
      clientId: name,
      onClientLog: (message, details) => log.debug(details, message),
    });
    const worker = start({ database, databaseUrl, bus, topic: env.KAFKA_TOPIC, log });
    const stop = async (): Promise<void> => {
      await worker.stop();
      await bus.close();
      await database.$disconnect();
    };
    return { ...worker, stop };
  });
}
