/**
 * Temporal for one machine: its schema, its server, our namespace.
 * The server keeps everything in PostgreSQL, as in production. The development server of the Temporal CLI, used
 * where nothing better can be had, keeps it in a file of its own.
 * It must not know a workflow: what runs in the namespace is the workers' business.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import Long from 'long';

import { type LaunchedProgram, type RunningProgram, run, startProgram } from './process';
import type { TemporalPrograms } from './programs';
import { TEMPORAL_DATABASES, TEMPORAL_ROLE } from './postgres';
import type { Ports } from './settings';

const RETENTION_SECONDS = 30 * 24 * 60 * 60;
const HISTORY_SHARDS = 4;
// The client's own pauses between tries grow to two minutes and outlive the connection that asked: a server that was
// long in coming up would be found ready long after it was.
const CHANNEL_ARGS = { 'grpc.max_reconnect_backoff_ms': 1_000 };

export interface TemporalOptions {
  readonly programs: TemporalPrograms;
  /** Configuration and, for the CLI, the data. */
  readonly directory: string;
  readonly logFile: string;
  readonly ports: Ports;
  readonly postgres: { readonly port: number; readonly password: string };
  readonly namespace: string;
  /** Lets a test skip time inside a workflow; never on for an office. */
  readonly allowsTimeSkipping: boolean;
  readonly onLaunch?: ((program: LaunchedProgram) => void) | undefined;
}

/** Starts Temporal and resolves once the namespace can be used. */
export async function startTemporal(options: TemporalOptions): Promise<RunningProgram> {
  mkdirSync(options.directory, { recursive: true });
  const address = `127.0.0.1:${options.ports.temporal}`;
  const command =
    options.programs.kind === 'server'
      ? await serverCommand(options, options.programs)
      : cliCommand(options, options.programs.cli);
  const program = await startProgram({
    name: 'temporal',
    ...command,
    cwd: options.directory,
    logFile: options.logFile,
    isReady: () => isServing(address),
    readyWithinMs: 90_000,
    stopWithinMs: 20_000,
    onLaunch: options.onLaunch,
  });
  await ensureNamespace(address, options.namespace);
  return program;
}

/** Registers the namespace if it is missing and waits until the server answers for it. */
export async function ensureNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({
    address,
    connectTimeout: 5_000,
    channelArgs: CHANNEL_ARGS,
  });
  try {
    await connection.workflowService
      .registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: { seconds: Long.fromNumber(RETENTION_SECONDS) },
      })
      .catch((error: unknown) => {
        if (!/already exists/i.test(String(error))) throw error;
      });
    await waitForNamespace(connection, namespace);
  } finally {
    await connection.close();
  }
}

// The server answers for a new namespace only after its cache was refreshed.
async function waitForNamespace(connection: Connection, namespace: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function isServing(address: string): Promise<boolean> {
  const connection = await Connection.connect({
    address,
    connectTimeout: 1_000,
    channelArgs: CHANNEL_ARGS,
  });
  try {
    await connection.workflowService.getClusterInfo({});
    return true;
  } finally {
    await connection.close();
  }
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

async function serverCommand(
  options: TemporalOptions,
  programs: { readonly server: string; readonly sqlTool: string },
): Promise<Command> {
  await prepareSchemas(options, programs.sqlTool);
  const configFile = join(options.directory, 'temporal.yaml');
  const dynamicFile = join(options.directory, 'dynamic.yaml');
  // JSON is YAML: one writer less. The password in it is why only the owner may read the file.
  const write = (file: string, value: unknown): void =>
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  write(dynamicFile, dynamicSettings(options));
  write(configFile, serverSettings(options, dynamicFile));
  // Without the `worker` service: it runs scanners and schedules, and we use neither.
  const services = ['frontend', 'history', 'matching'].map((name) => `--service=${name}`);
  return {
    command: programs.server,
    args: ['--config-file', configFile, '--allow-no-auth', 'start', ...services],
  };
}

async function prepareSchemas(options: TemporalOptions, sqlTool: string): Promise<void> {
  const schemas = ['postgresql/v12/temporal', 'postgresql/v12/visibility'];
  for (const [index, database] of TEMPORAL_DATABASES.entries()) {
    const tool = async (...args: string[]): Promise<void> => {
      const { port, password } = options.postgres;
      const target = [
        '--ep',
        '127.0.0.1',
        '-p',
        String(port),
        '-u',
        TEMPORAL_ROLE,
        '--db',
        database,
      ];
      const fault = await run(sqlTool, ['--plugin', 'postgres12', ...target, ...args], {
        env: { SQL_PASSWORD: password },
      });
      if (fault !== undefined) throw new Error(`Temporal's schema (${database}) failed:\n${fault}`);
    };
    // Both do nothing when there is nothing to do.
    await tool('setup-schema', '-v', '0.0');
    await tool('update-schema', '--schema-name', schemas[index] ?? '');
  }
}

function serverSettings(options: TemporalOptions, dynamicFile: string): unknown {
  const { ports, postgres } = options;
  const store = (databaseName: string, maxConns: number): unknown => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `127.0.0.1:${postgres.port}`,
      connectProtocol: 'tcp',
      user: TEMPORAL_ROLE,
      password: postgres.password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const rpc = (grpcPort: number, membershipPort: number): unknown => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: HISTORY_SHARDS,
      datastores: {
        default: store(TEMPORAL_DATABASES[0], 20),
        visibility: store(TEMPORAL_DATABASES[1], 5),
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: rpc(ports.temporal, ports.temporalFrontendMembership),
      history: rpc(ports.temporalHistory, ports.temporalHistoryMembership),
      matching: rpc(ports.temporalMatching, ports.temporalMatchingMembership),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.temporal}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicFile, pollInterval: '60s' },
  };
}

function dynamicSettings(options: TemporalOptions): Record<string, unknown> {
  const settings: Record<string, unknown> = {
    // One partition a task queue: fewer long polls, and one machine gains nothing from more.
    'matching.numTaskqueueReadPartitions': 1,
    'matching.numTaskqueueWritePartitions': 1,
  };
  if (options.allowsTimeSkipping) settings['frontend.WorkflowTimeSkippingEnabled'] = true;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, [{ value }]]));
}

function cliCommand(options: TemporalOptions, cli: string): Command {
  const flags = {
    ip: '127.0.0.1',
    port: options.ports.temporal,
    'db-filename': join(options.directory, 'temporal.db'),
    namespace: options.namespace,
    'log-level': 'warn',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const skipping = ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'];
  return {
    command: cli,
    args: [
      'server',
      'start-dev',
      '--headless',
      ...args,
      ...(options.allowsTimeSkipping ? skipping : []),
    ],
  };
}
