/**
 * Asks the addresses that were given from outside whether anything answers there, before anything is started, so that
 * a mistyped one is a sentence within seconds. No password is printed. It must not start or change anything.
 */
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { acceptsConnections } from './kafka';
import type { OnProgress } from './programs';

const ANSWER_WITHIN_MS = 5_000;

export interface GivenAddresses {
  readonly databaseUrl?: string | undefined;
  readonly databaseOwnerUrl?: string | undefined;
  readonly temporalAddress?: string | undefined;
  readonly kafkaBrokers?: readonly string[] | undefined;
}

/**
 * Kafka alone may be away, now as at any later time: then a line says so and case work goes on.
 * @throws Error that names the variable, the place and the reason.
 */
export async function checkGiven(given: GivenAddresses, onProgress: OnProgress): Promise<void> {
  if ((given.databaseUrl === undefined) !== (given.databaseOwnerUrl === undefined)) {
    throw new Error('DATABASE_URL and DATABASE_OWNER_URL are given together or not at all.');
  }
  await Promise.all([
    checkDatabase('DATABASE_URL', given.databaseUrl),
    checkDatabase('DATABASE_OWNER_URL', given.databaseOwnerUrl),
    checkTemporal(given.temporalAddress),
  ]);
  const brokers = given.kafkaBrokers ?? [];
  const answers = await Promise.all(brokers.map(isOpen));
  if (brokers.length > 0 && !answers.includes(true)) {
    onProgress(`KAFKA_BROKERS: nothing answers at ${brokers.join(', ')}; reports wait for it`);
  }
}

async function checkDatabase(variable: string, url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS });
  try {
    await client.connect();
  } catch (error) {
    throw unusable(variable, `PostgreSQL at ${placeOf(url)}`, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkTemporal(address: string | undefined): Promise<void> {
  if (address === undefined) return;
  try {
    // Temporal's client goes on trying until its time is up, also where nothing listens.
    if (!(await isOpen(address))) throw new Error('nothing listens there');
    const connection = await Connection.connect({ address, connectTimeout: ANSWER_WITHIN_MS });
    await connection.close();
  } catch (error) {
    throw unusable('TEMPORAL_ADDRESS', `Temporal at ${address}`, error);
  }
}

function unusable(variable: string, what: string, error: unknown): Error {
  return new Error(`${variable}: ${what} cannot be used (${reasonOf(error)}).`);
}

/** Where a name has two addresses, both failures come in one error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Host, port and database of an address: what may be shown of it. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** Of host:port. */
async function isOpen(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return acceptsConnections(hostname, Number(port), ANSWER_WITHIN_MS);
}
