/** A program that ends is brought back, unless it was stopped on purpose; one that never starts says why. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyIfLarge } from '../../stack/logs';
import { createPart, supervise } from '../../stack/part';
import { type RunningProgram, startProgram } from '../../stack/process';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'part-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Ready when it has said so, or never. */
const shell = async (script: string, isEverReady = true): Promise<RunningProgram> =>
  startProgram({
    name: 'shell',
    command: 'sh',
    args: ['-c', script],
    cwd: directory,
    logFile: join(directory, 'shell.log'),
    isReady: async () =>
      isEverReady && readFileSync(join(directory, 'shell.log'), 'utf8').includes('at work'),
    readyWithinMs: isEverReady ? 5_000 : 300,
    stopWithinMs: 300,
  });

test('a program that ends before it is ready is an error with the end of its log', async () => {
  await expect(shell('echo no such luck; exit 3', false)).rejects.toThrow(
    /shell: exited with code 3[^]*no such luck/,
  );
});

test('a program that is never ready is killed and named', async () => {
  await expect(shell('exec sleep 60', false)).rejects.toThrow(/shell: not ready within 0.3 s/);
});

test('a program that does not exist says so', async () => {
  const start = startProgram({
    name: 'ghost',
    command: join(directory, 'ghost'),
    args: [],
    cwd: directory,
    logFile: join(directory, 'ghost.log'),
    isReady: async () => false,
    readyWithinMs: 1_000,
    stopWithinMs: 300,
  });
  await expect(start).rejects.toThrow(/ghost: could not be started/);
});

test('one that ignores the request to stop is killed', async () => {
  const program = await shell("trap '' TERM; echo at work; while :; do sleep 0.05; done");
  await program.stop();
  expect(await program.exited).toBe('ended by SIGKILL');
});

test('a killed program is brought back once, and stays away when it was stopped on purpose', async () => {
  const lines: string[] = [];
  let isStopping = false;
  const part = await createPart(() => shell('echo at work; exec sleep 60'));
  const first = part.program();
  const watching = supervise(
    part,
    () => isStopping,
    (line) => lines.push(line),
  );
  await part.kill();
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(lines).toEqual(['shell ended by SIGKILL; starting it again in 0.5 s', 'shell is back']);
  expect(part.program()?.pid).not.toBe(first?.pid);
  isStopping = true;
  await part.stop();
  await watching;
  expect(lines).toHaveLength(2);
});

test('a log that grew large is emptied while its program goes on writing, and kept once beside it', async () => {
  const log = join(directory, 'shell.log');
  const program = await shell(
    'echo at work; while [ ! -e go-on ]; do sleep 0.05; done; echo later',
  );
  emptyIfLarge(log, 1_000);
  expect(readFileSync(log, 'utf8')).toBe('at work\n');
  emptyIfLarge(log, 3);
  expect(readFileSync(log, 'utf8')).toBe('');
  writeFileSync(join(directory, 'go-on'), '');
  await program.exited;
  expect(readFileSync(log, 'utf8')).toBe('later\n');
  expect(readFileSync(`${log}.1`, 'utf8')).toBe('at work\n');
});
