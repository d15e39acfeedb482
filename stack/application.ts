/**
 * The application's four processes on top of a started stack: the API, the case worker, the outbox relay and the
 * reporting projector, each with its environment and its log file. It must not know what they do.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Part, createPart } from './part';
import { type LaunchedProgram, startProgram } from './process';
import type { OnProgress } from './programs';
import type { Stack } from './stack';

const NODE_ARGS = ['--require', 'tsx/cjs'];

export interface ApplicationOptions {
  readonly root: string;
  readonly directory: string;
  readonly stack: Stack;
  readonly sessionSecret: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly onLaunch: (program: LaunchedProgram) => void;
}

interface Main {
  readonly name: string;
  readonly file: string;
  readonly port: number;
  /** The API is ready when it can serve; a worker when it lives, since it may rightly wait for Kafka. */
  readonly path: '/readyz' | '/healthz';
}

/** The variables of config/env.ts for this stack, as its processes and the seed read them. */
export function applicationEnvironment(options: ApplicationOptions): Record<string, string> {
  const { stack, http } = options;
  const { ports } = stack.settings;
  return {
    DATABASE_URL: stack.postgres.appUrl,
    TEMPORAL_ADDRESS: stack.temporal.address,
    TEMPORAL_NAMESPACE: stack.temporal.namespace,
    KAFKA_BROKERS: (stack.kafka?.brokers ?? []).join(','),
    SESSION_SECRET: options.sessionSecret,
    HTTP_HOST: http.host,
    HTTP_PORT: String(http.port),
    WORKER_HEALTH_PORT: String(ports.workerHealth),
    RELAY_HEALTH_PORT: String(ports.relayHealth),
    PROJECTOR_HEALTH_PORT: String(ports.projectorHealth),
    WEB_DIRECTORY: join(options.root, 'web/dist'),
  };
}

/** Leaves the environment for the commands people run by hand (scripts/load-installation.cjs); it holds passwords. */
export function saveEnvironment(options: ApplicationOptions): void {
  const variables = {
    ...applicationEnvironment(options),
    DATABASE_OWNER_URL: options.stack.postgres.ownerUrl,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  const file = join(options.directory, 'application.env');
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Starts the four, workers first, and resolves when each is ready. */
export async function startApplication(
  options: ApplicationOptions,
  onProgress: OnProgress,
): Promise<Part[]> {
  const { ports } = options.stack.settings;
  const workers: Main[] = [
    {
      name: 'case-worker',
      file: 'workers/case-worker.ts',
      port: ports.workerHealth,
      path: '/healthz',
    },
    {
      name: 'outbox-relay',
      file: 'workers/outbox-relay.ts',
      port: ports.relayHealth,
      path: '/healthz',
    },
    {
      name: 'reporting-projector',
      file: 'workers/reporting-projector.ts',
      port: ports.projectorHealth,
      path: '/healthz',
    },
  ];
  const api: Main = {
    name: 'api',
    file: 'api/server.ts',
    port: options.http.port,
    path: '/readyz',
  };
  onProgress('starting the case worker, the outbox relay and the reporting projector');
  const parts = await Promise.all(workers.map((main) => startMain(main, options)));
  onProgress('starting the API');
  return [...parts, await startMain(api, options)];
}

async function startMain(main: Main, options: ApplicationOptions): Promise<Part> {
  const host = options.http.host === '0.0.0.0' ? '127.0.0.1' : options.http.host;
  const url = `http://${host}:${main.port}${main.path}`;
  return createPart(() =>
    startProgram({
      name: main.name,
      command: process.execPath,
      args: [...NODE_ARGS, join(options.root, main.file)],
      cwd: options.root,
      env: applicationEnvironment(options),
      logFile: join(options.directory, 'logs', `${main.name}.log`),
      isReady: async () => (await fetch(url)).ok,
      readyWithinMs: 90_000,
      stopWithinMs: 25_000,
      onLaunch: options.onLaunch,
    }),
  );
}
