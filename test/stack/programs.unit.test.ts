/** Where a part cannot be had a sentence says what to install; Kafka alone is done without. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KAFKA_VERSION, resolveKafka, resolveTemporal } from '../../stack/programs';

const path = process.env.PATH;
let directory: string;
let lines: string[];
const say = (line: string): void => {
  lines.push(line);
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'programs-'));
  mkdirSync(join(directory, 'bin'));
  process.env.PATH = join(directory, 'bin');
  lines = [];
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(directory, { recursive: true });
});

function put(name: string, script = 'exit 0'): string {
  const file = join(directory, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('without Java there is no Kafka, and the line says which Java is needed', async () => {
  expect(await resolveKafka(directory, say)).toBeUndefined();
  expect(lines).toEqual(['Kafka needs Java 17 or newer, and there is none on PATH']);
});

test('with Java alone, what would bring Kafka is named', async () => {
  put('java');
  expect(await resolveKafka(directory, say)).toBeUndefined();
  expect(lines).toEqual(['Kafka needs `kafka-server-start.sh` on PATH, or Maven to fetch it']);
});

test('a Maven that fails is quoted and leaves nothing behind that would be taken for Kafka', async () => {
  put('java');
  put('mvn', 'echo no such mirror; exit 1');
  expect(await resolveKafka(directory, say)).toBeUndefined();
  expect(lines.at(-1)).toMatch(/^Kafka could not be fetched: .*no such mirror/);
  put('mvn', 'exit 0');
  const java = put('java');
  const classPath = join(directory, `kafka-${KAFKA_VERSION}`, '*');
  expect(await resolveKafka(directory, say)).toEqual({ java, classPath });
});

test('without a Temporal and without Go, the error says what to install', async () => {
  // The kind that is built: the other would be asked of the internet first.
  await expect(resolveTemporal(directory, say, 'server')).rejects.toThrow(
    /^Temporal is not here: put .* on PATH, install Go 1\.21 or newer .*, or set TEMPORAL_ADDRESS/,
  );
});

test('a Go that cannot build is quoted', async () => {
  put('go', 'echo go.temporal.io: no route to host; exit 1');
  await expect(resolveTemporal(directory, say, 'server')).rejects.toThrow(
    'The Temporal server could not be built:\ngo.temporal.io: no route to host',
  );
});
