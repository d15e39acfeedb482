/**
 * The whole system for one test, as npm start runs it: a private stack and the four processes, each of
 * which can be killed and brought back. Requests go over real HTTP.
 */
import { join } from 'node:path';
import { migrate } from '../../prisma/migrate';
import { DEMO_USERS, seedOffice } from '../../prisma/seed';
import { startApplication } from '../../stack/application';
import type { Part } from '../../stack/part';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { startPrivateStack } from './stack';
import type { TemporaryStack } from '../../stack/temporary';

export const PART_NAMES = [
  'case-worker',
  'outbox-relay',
  'reporting-projector',
  'api',
  'kafka',
  'temporal',
  'postgres',
] as const;
export type PartName = (typeof PART_NAMES)[number];

export interface TestApplication {
  url: string;
  stack: TemporaryStack;
  database: Database;
  parts: Readonly<Record<PartName, Part>>;
  /** Signs in afresh. */
  tokenOf(userName: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startTestApplication(): Promise<TestApplication> {
  const stack = await startPrivateStack();
  const { ports } = stack.settings;
  const url = `http://127.0.0.1:${ports.http}`;
  const mains: Part[] = [];
  const stop = async (): Promise<void> => {
    for (const main of mains.reverse()) await main.stop();
    await stack.remove();
  };
  try {
    await migrate(stack.postgres.ownerUrl);
    const database = openDatabase(stack.postgres.appUrl, { poolSize: 3 });
    await seedOffice(database);
    const options = {
      root: join(__dirname, '../..'),
      directory: stack.directory,
      stack,
      sessionSecret: stack.settings.sessionSecret,
      http: { host: '127.0.0.1', port: ports.http },
      onLaunch: stack.onLaunch,
    };
    mains.push(...(await startApplication(options, () => undefined)));
    return {
      ...{ url, stack, database },
      parts: partsOf(stack, mains),
      tokenOf: (userName) => signIn(url, userName),
      stop: async () => {
        await database.$disconnect();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function partsOf(stack: TemporaryStack, mains: readonly Part[]): Record<PartName, Part> {
  const [worker, relay, projector, api] = mains;
  if (!worker || !relay || !projector || !api || !stack.kafka) {
    throw new Error('the whole system needs its four processes and Kafka');
  }
  return {
    'case-worker': worker,
    'outbox-relay': relay,
    'reporting-projector': projector,
    api,
    kafka: stack.kafka,
    temporal: stack.temporal,
    postgres: stack.postgres,
  };
}

async function signIn(url: string, userName: string): Promise<string> {
  const password = DEMO_USERS.find((user) => user.userName === userName)?.password;
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password }),
  });
  if (!response.ok) throw new Error(`${userName} could not sign in: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}
