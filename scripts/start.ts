/**
 * What `npm start` runs: the stack, the migrations, the seed, the page, the four processes; then it watches over them.
 * Ctrl-C stops everything, last started first; a second Ctrl-C kills. All state is in `.tiep-dan/`, so that a second
 * start takes seconds and keeps the data, and a start after a crash first clears up.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type StackEnv, readStackEnv } from '../config/env';
import { migrate } from '../prisma/migrate';
import { DEMO_USERS } from '../prisma/seed';
import {
  type ApplicationOptions,
  applicationEnvironment,
  saveEnvironment,
  startApplication,
} from '../stack/application';
import { buildIfChanged } from '../stack/build';
import { type GivenAddresses, checkGiven, placeOf } from '../stack/given';
import { keepLogsSmall } from '../stack/logs';
import { type Part, supervise } from '../stack/part';
import { type LaunchedProgram, run } from '../stack/process';
import { createProgress } from '../stack/progress';
import { type Claim, claimDirectory } from '../stack/running';
import { isFree } from '../stack/settings';
import { type Stack, type StackOptions, startStack } from '../stack/stack';

const root = join(__dirname, '..');
const directory = join(root, '.tiep-dan');
const progress = createProgress();
const { say } = progress;

// npm hands a signal on that the terminal has sent as well: what comes within a second is the same Ctrl-C.
const SAME_SIGNAL_WITHIN_MS = 1_000;
let stopAskedAt: number | undefined;
const isStopping = (): boolean => stopAskedAt !== undefined;

async function main(): Promise<void> {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const env = readStackEnv();
  const claim = await claimDirectory(directory, say);
  const onLaunch = (program: LaunchedProgram): void => {
    claim.add(program);
    if (isStopping()) claim.killAll(); // Launched while everything else was being stopped.
  };
  stopOnSignals(claim);
  try {
    await checkPagePort(env);
    await checkGiven(givenAddresses(env), say);
    await buildIfChanged(root, say);
    const stack = await startStack({ ...stackOptions(env), onProgress: say, onLaunch });
    keepLogsSmall(join(directory, 'logs'));
    if (stack.kafka === undefined) say('going on without Kafka: cases work, reports wait for it');
    await bringUpToDate(stack);
    const options = applicationOptions(env, stack, onLaunch);
    saveEnvironment(options);
    const mains = await startApplication(options, say);
    if (env.DATABASE_URL === undefined) await seedIfEmpty(options);
    watch([stack.postgres, stack.temporal, ...(stack.kafka ? [stack.kafka] : []), ...mains]);
    announce(options, env.DATABASE_URL === undefined);
  } catch (error) {
    if (isStopping()) return; // What failed was stopped on purpose; stopOnSignals ends the process.
    console.error(error instanceof Error ? error.message : error);
    await claim.stopAll(say);
    claim.release();
    process.exit(1);
  }
}

function stackOptions(env: StackEnv): Omit<StackOptions, 'onProgress' | 'onLaunch'> {
  return {
    directory,
    programsDirectory: join(directory, 'programs'),
    ...(env.TEMPORAL_NAMESPACE ? { namespace: env.TEMPORAL_NAMESPACE } : {}),
    given: givenAddresses(env),
  };
}

function givenAddresses(env: StackEnv): GivenAddresses {
  return {
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl: env.DATABASE_OWNER_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    kafkaBrokers: env.KAFKA_BROKERS,
  };
}

/** One that was asked for by name is not quietly replaced by another, as our own are. */
async function checkPagePort({ HTTP_PORT, HTTP_HOST }: StackEnv): Promise<void> {
  if (HTTP_PORT === undefined || (await isFree(HTTP_PORT, HTTP_HOST))) return;
  throw new Error(
    `HTTP_PORT: nothing can listen on ${HTTP_HOST ?? '127.0.0.1'}:${HTTP_PORT}. ` +
      'Stop what does, or give another port.',
  );
}

function applicationOptions(
  env: StackEnv,
  stack: Stack,
  onLaunch: ApplicationOptions['onLaunch'],
): ApplicationOptions {
  const { settings } = stack;
  return {
    root,
    directory,
    stack,
    sessionSecret: env.SESSION_SECRET ?? settings.sessionSecret,
    http: { host: env.HTTP_HOST ?? '127.0.0.1', port: env.HTTP_PORT ?? settings.ports.http },
    onLaunch,
  };
}

async function bringUpToDate(stack: Stack): Promise<void> {
  const applied = await migrate(stack.postgres.ownerUrl);
  if (applied.length > 0) say(`migrated the database: ${applied.join(', ')}`);
}

/** Only ever into our own cluster: the demonstration's passwords are public. */
async function seedIfEmpty(options: ApplicationOptions): Promise<void> {
  // Stays behind when a seed was interrupted, so that the next start finishes it.
  const unfinished = join(directory, 'seeding');
  if (!existsSync(unfinished) && !(await isEmpty(options.stack.postgres.appUrl))) return;
  say('seeding a demonstration office');
  writeFileSync(unfinished, '');
  const command = ['--require', 'tsx/cjs', join(root, 'prisma/seed.ts')];
  const env = {
    ...applicationEnvironment(options),
    DATABASE_OWNER_URL: options.stack.postgres.ownerUrl,
  };
  const fault = await run(process.execPath, command, { cwd: root, env });
  if (fault !== undefined) throw new Error(`The seed failed:\n${fault}`);
  rmSync(unfinished);
}

async function isEmpty(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM offices LIMIT 1');
    return rowCount === 0;
  } finally {
    await client.end();
  }
}

function watch(parts: readonly Part[]): void {
  for (const part of parts) void supervise(part, isStopping, progress.tell);
}

function announce({ stack, http }: ApplicationOptions, isDemo: boolean): void {
  say('ready');
  progress.end();
  const page = `http://${http.host === '0.0.0.0' ? '127.0.0.1' : http.host}:${http.port}`;
  const logIns = DEMO_USERS.map(
    ({ userName, password, role, name }) =>
      `    ${userName.padEnd(18)} ${password.padEnd(18)} ${role.padEnd(22)} ${name}`,
  );
  const demonstration = `
  Tài khoản dùng thử / Demonstration log-ins (tên, mật khẩu, vai trò / name, password, role):
${logIns.join('\n')}
`;
  console.log(`
  Tiếp Dân đang chạy. Trang web / The page:  ${page}
${isDemo ? demonstration : ''}
  PostgreSQL  ${placeOf(stack.postgres.appUrl)}   Temporal  ${stack.temporal.address}   Kafka  ${stack.kafka?.brokers.join(',') ?? 'không có, báo cáo chờ / none, reports wait'}
  Nhật ký / Logs  .tiep-dan/logs

  Ctrl-C để dừng / to stop.
`);
}

function stopOnSignals(claim: Claim): void {
  const stop = async (): Promise<void> => {
    await claim.stopAll(say);
    claim.release();
    say('stopped');
    process.exit(0);
  };
  const onSignal = (): void => {
    if (stopAskedAt === undefined) {
      stopAskedAt = Date.now();
      console.log('');
      say('stopping: Ctrl-C again kills');
      void stop();
    } else if (Date.now() - stopAskedAt > SAME_SIGNAL_WITHIN_MS) {
      claim.killAll();
      claim.release();
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
