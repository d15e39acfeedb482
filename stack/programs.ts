/**
 * Where the programs of the stack come from, in one fixed order a part (docs/operations.md, "Where each part
 * comes from"): on PATH, already in the programs folder, a download by the part's own client, a build.
 * It must not start anything. Whatever it fetches lands in the programs folder under its version, whole or not at all.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { childEnvironment } from '../config/env';
import { run } from './process';

export const TEMPORAL_VERSION = '1.32.0';
export const KAFKA_VERSION = '4.1.2';
// The line of slf4j Kafka is built against: a 2.x logger would be ignored without a word.
const SLF4J_VERSION = '1.7.36';
const DOWNLOAD_WITHIN_MS = 120_000;

export type OnProgress = (message: string) => void;

/** `server` keeps its data in PostgreSQL; `cli` is the development server with a file of its own. */
export type TemporalPrograms =
  | { readonly kind: 'server'; readonly server: string; readonly sqlTool: string }
  | { readonly kind: 'cli'; readonly cli: string };

export interface KafkaPrograms {
  readonly java: string;
  readonly classPath: string;
}

type TemporalSource = readonly [
  TemporalPrograms['kind'],
  () => TemporalPrograms | undefined | Promise<TemporalPrograms | undefined>,
];

/** The absolute path of a program on PATH, if there is one. */
export function onPath(name: string): string | undefined {
  const folders = (childEnvironment().PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * Temporal's programs. `kind` restricts the answer to the kind this installation's data was made with.
 * @throws Error that says what to install.
 */
export async function resolveTemporal(
  folder: string,
  onProgress: OnProgress,
  kind?: TemporalPrograms['kind'],
): Promise<TemporalPrograms> {
  mkdirSync(folder, { recursive: true });
  const built = join(folder, `temporal-${TEMPORAL_VERSION}`);
  const downloads = join(folder, 'temporal-cli');
  const sources: readonly TemporalSource[] = [
    ['server', () => serverAt(onPath('temporal-server'), onPath('temporal-sql-tool'))],
    ['cli', () => cliAt(onPath('temporal'))],
    ['server', () => serverAt(executable(built, 'server'), executable(built, 'sql'))],
    ['cli', () => cliAt(downloadedCli(downloads))],
    ['cli', async () => cliAt(await downloadCli(downloads, onProgress))],
    ['server', () => buildTemporal(built, onProgress)],
  ];
  for (const [offered, find] of sources) {
    const found = kind === undefined || kind === offered ? await find() : undefined;
    if (found !== undefined) return found;
  }
  throw new Error(
    'Temporal is not here: put `temporal` (the Temporal CLI) or `temporal-server` with `temporal-sql-tool` on PATH, ' +
      'install Go 1.21 or newer so that the server can be built, or set TEMPORAL_ADDRESS to one that runs.',
  );
}

/** Kafka's Java and class path; undefined, with the reason said, when Kafka cannot be had. */
export async function resolveKafka(
  folder: string,
  onProgress: OnProgress,
): Promise<KafkaPrograms | undefined> {
  const java = onPath('java');
  if (java === undefined) {
    onProgress('Kafka needs Java 17 or newer, and there is none on PATH');
    return undefined;
  }
  const script = onPath('kafka-server-start.sh') ?? onPath('kafka-server-start');
  const installed = script && join(dirname(dirname(realpathSync(script))), 'libs');
  if (installed && existsSync(installed)) return { java, classPath: join(installed, '*') };
  const libraries = join(folder, `kafka-${KAFKA_VERSION}`);
  if (existsSync(libraries) || (await fetchKafka(libraries, onProgress))) {
    return { java, classPath: join(libraries, '*') };
  }
  return undefined;
}

function serverAt(
  server: string | undefined,
  sqlTool: string | undefined,
): TemporalPrograms | undefined {
  return server !== undefined && sqlTool !== undefined
    ? { kind: 'server', server, sqlTool }
    : undefined;
}

function cliAt(cli: string | undefined): TemporalPrograms | undefined {
  return cli === undefined ? undefined : { kind: 'cli', cli };
}

function downloadedCli(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.startsWith('temporal-'))
    .map((name) => join(folder, name))
    .find(isExecutable);
}

// The SDK downloads the CLI only as part of starting it, so a child starts one and stops it again.
// Without internet the name look-up fails within milliseconds and the next source is tried.
const DOWNLOAD_SCRIPT = `
  const { TestWorkflowEnvironment } = require('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir: process.argv[1], ttl: '365d' };
  TestWorkflowEnvironment.createLocal({ server: { executable } })
    .then((environment) => environment.teardown())
    .catch(() => process.exit(1));
`;

async function downloadCli(folder: string, onProgress: OnProgress): Promise<string | undefined> {
  onProgress('asking for the Temporal CLI');
  mkdirSync(folder, { recursive: true });
  await run(process.execPath, ['--eval', DOWNLOAD_SCRIPT, folder], {
    withinMs: DOWNLOAD_WITHIN_MS,
  });
  return downloadedCli(folder);
}

async function buildTemporal(
  target: string,
  onProgress: OnProgress,
): Promise<TemporalPrograms | undefined> {
  const go = onPath('go');
  if (go === undefined) return undefined;
  onProgress(
    `building the Temporal server ${TEMPORAL_VERSION} with Go (once; about five minutes on two cores)`,
  );
  const modules = ['cmd/server', 'cmd/tools/sql'].map(
    (path) => `go.temporal.io/server/${path}@v${TEMPORAL_VERSION}`,
  );
  await fillFolder(target, async (draft) => {
    // Distributions switch off what lets an older Go fetch the one that Temporal asks for.
    const output = await run(go, ['install', ...modules], {
      env: { GOBIN: draft, GOTOOLCHAIN: 'auto' },
    });
    if (output !== undefined) throw new Error(`The Temporal server could not be built:\n${output}`);
  });
  return serverAt(join(target, 'server'), join(target, 'sql'));
}

async function fetchKafka(target: string, onProgress: OnProgress): Promise<boolean> {
  const maven = onPath('mvn');
  if (maven === undefined) {
    onProgress('Kafka needs `kafka-server-start.sh` on PATH, or Maven to fetch it');
    return false;
  }
  onProgress(`fetching Kafka ${KAFKA_VERSION} with Maven (once)`);
  const faults: string[] = [];
  await fillFolder(target, async (draft) => {
    const project = join(dirname(draft), 'kafka-pom.xml');
    writeFileSync(project, kafkaProject());
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    const args = ['-B', '-q', '-f', project, goal, `-DoutputDirectory=${draft}`];
    const output = await run(maven, args);
    rmSync(project, { force: true });
    if (output !== undefined) throw new Error(output);
  }).catch((error: unknown) => faults.push(String(error)));
  if (faults[0] !== undefined) onProgress(`Kafka could not be fetched: ${faults[0].slice(0, 300)}`);
  return faults.length === 0;
}

function kafkaProject(): string {
  const dependency = (group: string, name: string, version: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  return `<project><modelVersion>4.0.0</modelVersion>
<groupId>vn.tiepdan</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependency('org.apache.kafka', 'kafka_2.13', KAFKA_VERSION)}${dependency('org.slf4j', 'slf4j-simple', SLF4J_VERSION)}</dependencies>
</project>
`;
}

/** Fills a folder beside its place and renames it, so that an interrupted fetch leaves nothing behind. */
async function fillFolder(target: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${target}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    await fill(draft);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function executable(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return isExecutable(path) ? path : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
