/**
 * The Temporal of docker-compose.yml without an engine to run it: its schema command and its server, with the very
 * environment they are given there, on a cluster provided as its one-shot provides it. The image's entrypoint adds
 * nothing but the broadcast address (docker/scripts/sh/entrypoint.sh of the server's sources).
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { childEnvironment } from '../../config/env';
import { acceptsConnections } from '../../stack/kafka';
import { removePostgresData, startPostgres } from '../../stack/postgres';
import { type RunningProgram, run, startProgram } from '../../stack/process';
import { TEMPORAL_VERSION } from '../../stack/programs';
import {
  PORT_NAMES,
  type Ports,
  type Settings,
  freePorts,
  loadSettings,
} from '../../stack/settings';
import { ensureNamespace } from '../../stack/temporal';

interface Service {
  readonly environment: Record<string, string>;
  readonly command: readonly [string];
}

const root = join(__dirname, '../..');
const services: Record<string, Service> = parse(
  readFileSync(join(root, 'docker-compose.yml'), 'utf8'),
  { merge: true },
).services;

const programs = join(root, '.tiep-dan/programs', `temporal-${TEMPORAL_VERSION}`);
// A machine that runs the CLI's development server has not built this one.
const testWithServer = existsSync(join(programs, 'server')) ? test : test.skip;

let directory: string;
let settings: Settings;
const running: RunningProgram[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'compose-'));
  chmodSync(directory, 0o755);
  mkdirSync(join(directory, 'bin'));
  symlinkSync(join(programs, 'sql'), join(directory, 'bin/temporal-sql-tool'));
  const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as Ports;
  const fresh = loadSettings(directory, ports);
  settings = { ...fresh, ports: await freePorts(fresh.ports) };
  const postgres = await startPostgres({
    dataDirectory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: settings.ports.postgres,
    passwords: settings.passwords,
    isDurable: false,
    onProgress: () => undefined,
  });
  running.push(postgres);
}, 60_000);

afterAll(async () => {
  for (const program of running.reverse()) await program.stop();
  removePostgresData(join(directory, 'postgres'));
  rmSync(directory, { recursive: true });
}, 60_000);

function service(name: string): Service {
  const found = services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no ${name}`);
  return found;
}

testWithServer(
  'its schema command and its server work with what they are given',
  async () => {
    const { postgres, temporal, ...others } = settings.ports;
    const password = settings.passwords.temporal;
    const schema = service('temporal-schema');
    const makeSchema = (): Promise<string | undefined> =>
      // Compose writes a dollar twice.
      run('sh', ['-euc', schema.command[0].replaceAll('$$', '$')], {
        env: {
          ...schema.environment,
          PATH: [join(directory, 'bin'), childEnvironment().PATH].join(delimiter),
          SQL_HOST: '127.0.0.1',
          SQL_PORT: String(postgres),
          SQL_PASSWORD: password,
        },
      });
    expect(await makeSchema()).toBeUndefined();
    // As at the second `docker compose up`.
    expect(await makeSchema()).toBeUndefined();

    const server = await startProgram({
      name: 'temporal',
      command: join(programs, 'server'),
      args: ['start'],
      cwd: directory,
      env: {
        ...service('temporal').environment,
        POSTGRES_SEEDS: '127.0.0.1',
        DB_PORT: String(postgres),
        POSTGRES_PWD: password,
        TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
        FRONTEND_GRPC_PORT: String(temporal),
        FRONTEND_MEMBERSHIP_PORT: String(others.temporalFrontendMembership),
        HISTORY_GRPC_PORT: String(others.temporalHistory),
        HISTORY_MEMBERSHIP_PORT: String(others.temporalHistoryMembership),
        MATCHING_GRPC_PORT: String(others.temporalMatching),
        MATCHING_MEMBERSHIP_PORT: String(others.temporalMatchingMembership),
        WORKER_GRPC_PORT: String(others.kafka),
        WORKER_MEMBERSHIP_PORT: String(others.kafkaController),
        FRONTEND_HTTP_PORT: String(others.http),
      },
      logFile: join(directory, 'temporal.log'),
      isReady: () => acceptsConnections('127.0.0.1', temporal, 1_000),
      readyWithinMs: 60_000,
      stopWithinMs: 20_000,
    });
    running.push(server);
    await ensureNamespace(`127.0.0.1:${temporal}`, 'tiep-dan');
    expect(server.hasExited()).toBe(false);
  },
  120_000,
);
