/**
 * Kafka for one machine: a single node that is broker and controller (KRaft), with a small heap.
 * Topics are made by messaging/, which knows their partitions and retention. Losing this node's data loses no fact:
 * the outbox and the audit log in PostgreSQL hold every event, and reports are rebuilt from there.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { type LaunchedProgram, type RunningProgram, run, startProgram } from './process';
import type { KafkaPrograms } from './programs';

export interface KafkaOptions {
  readonly programs: KafkaPrograms;
  readonly directory: string;
  readonly logFile: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly clusterId: string;
  readonly onLaunch?: ((program: LaunchedProgram) => void) | undefined;
}

// The serial collector and the first compiler tier keep a quiet broker quiet: no pool of idle threads to wake.
const JVM_FLAGS = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

// Java reads and writes file names in the letters of the locale; in none, a folder named in Vietnamese is not found.
const JAVA_ENVIRONMENT = { LC_ALL: 'C.UTF-8' };

/** Starts the node, formatted first if it is new, and resolves once it accepts connections. */
export async function startKafka(options: KafkaOptions): Promise<RunningProgram> {
  const properties = join(options.directory, 'server.properties');
  mkdirSync(options.directory, { recursive: true });
  writeFileSync(properties, brokerSettings(options));
  if (!existsSync(join(options.directory, 'data/meta.properties')))
    await format(options, properties);
  return startProgram({
    name: 'kafka',
    command: options.programs.java,
    args: [...javaArgs(options), 'kafka.Kafka', properties],
    cwd: options.directory,
    env: JAVA_ENVIRONMENT,
    logFile: options.logFile,
    isReady: () => acceptsConnections('127.0.0.1', options.port, 2_000),
    readyWithinMs: 60_000,
    stopWithinMs: 20_000,
    onLaunch: options.onLaunch,
  });
}

async function format(options: KafkaOptions, properties: string): Promise<void> {
  const args = ['kafka.tools.StorageTool', 'format', '-t', options.clusterId, '-c', properties];
  const fault = await run(options.programs.java, [...javaArgs(options), ...args], {
    env: JAVA_ENVIRONMENT,
  });
  if (fault !== undefined) throw new Error(`Kafka's storage could not be formatted:\n${fault}`);
}

function javaArgs(options: KafkaOptions): string[] {
  return [...JVM_FLAGS, '-cp', options.programs.classPath];
}

function brokerSettings(options: KafkaOptions): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${options.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(options.directory, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    // Nobody waits for a second member: the projector should read as soon as it has joined.
    'group.initial.rebalance.delay.ms': 0,
    // Lets a reader ask for a short session, so that its crash is noticed within seconds.
    'group.min.session.timeout.ms': 1_000,
    'log.retention.hours': 24 * 14,
    'log.segment.bytes': 64 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    // One node has nobody to keep awake: no empty metadata records, rarer checkpoints.
    'metadata.max.idle.interval.ms': 0,
    // After a crash the node is not let in again before its old session has run out.
    'broker.heartbeat.interval.ms': 2_000,
    'broker.session.timeout.ms': 6_000,
    'log.flush.scheduler.interval.ms': 60_000,
    'replica.high.watermark.checkpoint.interval.ms': 30_000,
    'log.flush.offset.checkpoint.interval.ms': 60_000,
    'log.cleaner.enable': true,
    'log.cleaner.backoff.ms': 60_000,
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name}=${escaped(String(value))}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Java reads such a file as Latin-1: any other letter, and the backslash, is written as its code. */
function escaped(value: string): string {
  return value.replace(
    /[^ -[\]-~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether something listens there; a broker that lets a connection in is up, whatever it says afterwards. */
export async function acceptsConnections(
  host: string,
  port: number,
  withinMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const answer = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(withinMs, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
