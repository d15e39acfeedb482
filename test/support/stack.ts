/**
 * What an integration test asks of the stack that global-setup.ts started once for the whole run: a database of its
 * own, copied from a migrated template, and names nobody else uses. A test that crashes a part starts a private stack.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { APP_DATABASE, OWNER_ROLE } from '../../stack/postgres';
import { startTemporaryStack, type TemporaryStack } from '../../stack/temporary';

// With a space and letters outside ASCII, as an office names its folders.
const TEST_FOLDER_PREFIX = 'tiep-dan-test Thử nghiệm ';
export const TEST_DATABASE_PREFIX = 'test_';

const TestStack = z.object({
  superuserUrl: z.string(),
  appUrl: z.string(),
  ownerUrl: z.string(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  /** Empty where Kafka cannot be had. */
  kafkaBrokers: z.array(z.string()),
});
export type TestStack = z.infer<typeof TestStack>;

export interface TestDatabase {
  readonly name: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Call it in afterAll, last. Fails when the test left a connection open; the database is gone either way. */
  readonly drop: () => Promise<void>;
}

/** The addresses of the stack of this run. */
export function testStack(): TestStack {
  const file = process.env.TIEP_DAN_TEST_STACK;
  if (file === undefined) {
    throw new Error(
      'No test stack: this test needs the jest project with test/support/global-setup.ts.',
    );
  }
  return TestStack.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** A copy of the migrated, empty database, for one test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const stack = testStack();
  const name = `${TEST_DATABASE_PREFIX}${randomUUID().replaceAll('-', '')}`;
  await asSuperuser(stack, (client) =>
    client.query(`CREATE DATABASE ${name} OWNER ${OWNER_ROLE} TEMPLATE ${APP_DATABASE}`),
  );
  return {
    name,
    appUrl: inDatabase(stack.appUrl, name),
    ownerUrl: inDatabase(stack.ownerUrl, name),
    drop: () => dropDatabase(stack, name),
  };
}

/** A topic nobody else writes to. */
export function createTopicName(): string {
  return `test-${randomUUID()}`;
}

/** A task queue nobody else polls. */
export function createTaskQueueName(): string {
  return `test-${randomUUID()}`;
}

/** A whole stack for one test: for tests that kill its parts. */
export function startPrivateStack(): Promise<TemporaryStack> {
  return startTemporaryStack({ prefix: TEST_FOLDER_PREFIX, isForTests: true });
}

/** Whether a folder of the temporary directory was made by `makeTestFolder`. */
export function isTestFolder(name: string): boolean {
  return name.startsWith(TEST_FOLDER_PREFIX);
}

/** Runs `work` on a connection that may do anything in the cluster, and closes it. */
export async function asSuperuser<T>(
  stack: Pick<TestStack, 'superuserUrl'>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: inDatabase(stack.superuserUrl, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function dropDatabase(stack: TestStack, name: string): Promise<void> {
  const open = await asSuperuser(stack, async (client) => {
    const left = await connectionsLeft(client, name);
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    return left;
  });
  if (open.length === 0) return;
  const last = open.map(({ usename, query }) => `  ${usename}: ${query}`).join('\n');
  throw new Error(`The test left ${open.length} connection(s) open; their last queries:\n${last}`);
}

/** A server process ends a moment after its client has closed; on a busy machine the moment is long. */
const CLOSING_MS = 5_000;

async function connectionsLeft(
  client: Client,
  name: string,
): Promise<{ usename: string; query: string }[]> {
  const end = Date.now() + CLOSING_MS;
  for (;;) {
    const { rows } = await client.query<{ usename: string; query: string }>(
      'SELECT usename, query FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
    if (rows.length === 0 || Date.now() > end) return rows;
    await delay(100);
  }
}

function inDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}
