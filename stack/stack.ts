/**
 * The whole stack on one machine: PostgreSQL, Temporal and, where it can be had, Kafka.
 * A part whose address is given is used as it is and never started, stopped or killed here.
 * It must not know the application: migrations, seed and mains are scripts/start.ts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenAddresses } from './given';
import { startKafka } from './kafka';
import { GIVEN_PART, type Part, createPart } from './part';
import { postgresUrl, startPostgres } from './postgres';
import type { LaunchedProgram, RunningProgram } from './process';
import { type OnProgress, resolveKafka, resolveTemporal } from './programs';
import {
  type Ports,
  type Settings,
  USUAL_PORTS,
  freePorts,
  loadSettings,
  saveSettings,
} from './settings';
import { ensureNamespace, startTemporal } from './temporal';

export interface StackOptions {
  /** The state folder: data, logs and settings. */
  readonly directory: string;
  /** Where fetched programs are kept; shared by every stack of a machine. */
  readonly programsDirectory: string;
  /** Tried first; 0 lets the system pick. The choice is remembered in the state folder. */
  readonly ports?: Ports;
  readonly namespace?: string;
  /** Checked before: see given.ts. */
  readonly given?: GivenAddresses;
  /** For tests: no fsync, and time may be skipped inside a workflow. */
  readonly isForTests?: boolean;
  readonly onProgress: OnProgress;
  /** Told of each program as it starts and restarts, so that a later run can clear up after a crash. */
  readonly onLaunch?: ((program: LaunchedProgram) => void) | undefined;
}

export interface PostgresPart extends Part {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Only of a cluster that is ours. */
  readonly superuserUrl: string | undefined;
}

export interface TemporalPart extends Part {
  readonly address: string;
  readonly namespace: string;
}

export interface KafkaPart extends Part {
  readonly brokers: readonly string[];
}

export interface Stack {
  readonly settings: Settings;
  readonly postgres: PostgresPart;
  readonly temporal: TemporalPart;
  /** undefined when Kafka cannot be had: reports wait. */
  readonly kafka: KafkaPart | undefined;
  /** Stops what was started, last first; no process is left. */
  readonly stop: () => Promise<void>;
}

interface Plan {
  readonly options: StackOptions;
  readonly given: GivenAddresses;
  readonly settings: Settings;
  readonly logs: string;
  readonly data: string;
  readonly started: Part[];
}

/** @throws Error that says what is missing; whatever had started by then is stopped. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const plan = await makePlan(options);
  const stop = async (): Promise<void> => {
    for (const part of plan.started.splice(0).reverse()) await part.stop();
  };
  try {
    const postgres = await postgresPart(plan);
    const temporal = await temporalPart(plan);
    const kafka = await kafkaPart(plan);
    return { settings: plan.settings, postgres, temporal, kafka, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makePlan(options: StackOptions): Promise<Plan> {
  const given = options.given ?? {};
  const remembered = loadSettings(options.directory, options.ports ?? USUAL_PORTS);
  const settings = { ...remembered, ports: await freePorts(remembered.ports) };
  saveSettings(options.directory, settings);
  const folder = (name: string): string => {
    const path = join(options.directory, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return { options, given, settings, logs: folder('logs'), data: folder('data'), started: [] };
}

async function postgresPart(plan: Plan): Promise<PostgresPart> {
  const { given, settings, options } = plan;
  const isOurs = given.databaseUrl === undefined || given.temporalAddress === undefined;
  const start = (): Promise<RunningProgram> =>
    startPostgres({
      dataDirectory: join(plan.data, 'postgres'),
      logFile: join(plan.logs, 'postgres.log'),
      port: settings.ports.postgres,
      passwords: settings.passwords,
      isDurable: options.isForTests !== true,
      onProgress: options.onProgress,
      onLaunch: options.onLaunch,
    });
  if (isOurs) options.onProgress('starting PostgreSQL');
  return {
    ...(isOurs ? await ourPart(plan, start) : GIVEN_PART),
    appUrl: given.databaseUrl ?? postgresUrl(settings, 'app'),
    ownerUrl: given.databaseOwnerUrl ?? postgresUrl(settings, 'owner'),
    superuserUrl: isOurs ? postgresUrl(settings, 'superuser') : undefined,
  };
}

async function temporalPart(plan: Plan): Promise<TemporalPart> {
  const { given, settings, options } = plan;
  const namespace = options.namespace ?? 'tiep-dan';
  if (given.temporalAddress !== undefined) {
    await ensureNamespace(given.temporalAddress, namespace);
    return { ...GIVEN_PART, address: given.temporalAddress, namespace };
  }
  const programs = await resolveTemporal(
    options.programsDirectory,
    options.onProgress,
    settings.temporalKind,
  );
  settings.temporalKind = programs.kind;
  saveSettings(options.directory, settings);
  options.onProgress('starting Temporal');
  const part = await ourPart(plan, () =>
    startTemporal({
      programs,
      directory: join(plan.data, 'temporal'),
      logFile: join(plan.logs, 'temporal.log'),
      ports: settings.ports,
      postgres: { port: settings.ports.postgres, password: settings.passwords.temporal },
      namespace,
      allowsTimeSkipping: options.isForTests === true,
      onLaunch: options.onLaunch,
    }),
  );
  return { ...part, address: `127.0.0.1:${settings.ports.temporal}`, namespace };
}

async function kafkaPart(plan: Plan): Promise<KafkaPart | undefined> {
  const { given, settings, options } = plan;
  if (given.kafkaBrokers !== undefined && given.kafkaBrokers.length > 0) {
    return { ...GIVEN_PART, brokers: given.kafkaBrokers };
  }
  const programs = await resolveKafka(options.programsDirectory, options.onProgress);
  if (programs === undefined) return undefined;
  options.onProgress('starting Kafka');
  const start = (): Promise<RunningProgram> =>
    startKafka({
      programs,
      directory: join(plan.data, 'kafka'),
      logFile: join(plan.logs, 'kafka.log'),
      port: settings.ports.kafka,
      controllerPort: settings.ports.kafkaController,
      clusterId: settings.kafkaClusterId,
      onLaunch: options.onLaunch,
    });
  try {
    const part = await ourPart(plan, start);
    return { ...part, brokers: [`127.0.0.1:${settings.ports.kafka}`] };
  } catch (error) {
    // Whatever ails it (an old Java, a broken disk), cases need not wait for it.
    options.onProgress(`Kafka did not start. ${error instanceof Error ? error.message : ''}`);
    return undefined;
  }
}

async function ourPart(plan: Plan, start: () => Promise<RunningProgram>): Promise<Part> {
  const part = await createPart(start);
  plan.started.push(part);
  return part;
}
