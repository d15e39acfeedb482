/** A state folder has one supervisor; what a killed one left is stopped, and nothing else ever is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { claimDirectory, isRunning, readRunning } from '../../stack/running';

let directory: string;
let children: ChildProcess[];

const sleeper = (): number => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  children.push(child);
  return child.pid ?? -1;
};

/** How it ended; waits for the news, since a process is gone a moment before its parent hears of it. */
const endOf = async (pid: number): Promise<string | null> => {
  const child = children.find((one) => one.pid === pid);
  if (child?.signalCode === null) await once(child, 'exit');
  return child?.signalCode ?? null;
};

const isAlive = (pid: number): boolean =>
  children.find((one) => one.pid === pid)?.signalCode === null;

/** As if the supervisor had been killed: another start time for its id. */
const killSupervisorOnPaper = (): void => {
  const file = join(directory, 'running.json');
  const running = JSON.parse(readFileSync(file, 'utf8'));
  running.supervisor.startedAt = '1';
  writeFileSync(file, JSON.stringify(running));
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'running-'));
  children = [];
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

test('a second supervisor is refused while the first lives, and told its process', async () => {
  const claim = await claimDirectory(directory, () => undefined);
  await expect(claimDirectory(directory, () => undefined)).rejects.toThrow(
    `It is already running, as process ${process.pid}`,
  );
  expect(isRunning(directory)).toBe(true);
  claim.release();
  expect(isRunning(directory)).toBe(false);
});

/** Says that it is ready, waits for the file `go`, claims the folder, says what came of it, and lives on. */
const CONTENDER = `
  const { existsSync } = require('node:fs');
  const { claimDirectory } = require(${JSON.stringify(join(__dirname, '../../stack/running'))});
  const [directory, go] = process.argv.slice(1);
  console.log('ready');
  while (!existsSync(go));
  setInterval(() => undefined, 1_000);
  claimDirectory(directory, () => undefined).then(
    () => console.log('claimed'),
    (error) => console.log(error.message),
  );
`;

interface Contender {
  readonly pid: number | undefined;
  /** The next line it says. */
  readonly next: () => Promise<string>;
}

function contend(go: string): Contender {
  const args = ['--require', 'tsx/cjs', '--eval', CONTENDER, directory, go];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { pid: child.pid, next: async () => String((await lines.next()).value) };
}

test('of several that start at the same moment after a crash one goes on, and the others are told its process', async () => {
  const claim = await claimDirectory(directory, () => undefined);
  const deaf = spawn('sh', ['-c', "trap 'sleep 1; exit' TERM; while :; do sleep 0.05; done"]);
  children.push(deaf);
  claim.add({ name: 'slow to stop', pid: deaf.pid ?? -1, stopSignal: 'SIGTERM' });
  killSupervisorOnPaper();
  const go = join(directory, 'go');
  const contenders = Array.from({ length: 3 }, () => contend(go));
  for (const { next } of contenders) expect(await next()).toBe('ready');
  writeFileSync(go, '');
  const answers = await Promise.all(
    contenders.map(async ({ pid, next }) => ({ pid, text: await next() })),
  );
  const winner = answers.find(({ text }) => text === 'claimed');
  const others = answers.filter((answer) => answer !== winner).map(({ text }) => text);
  const refusal = expect.stringContaining(`It is already running, as process ${winner?.pid}.`);
  expect(others).toEqual([refusal, refusal]);
}, 60_000);

test('what a killed supervisor left running is stopped, with a line that says so', async () => {
  const pid = sleeper();
  const lines: string[] = [];
  const claim = await claimDirectory(directory, () => undefined);
  claim.add({ name: 'postgres', pid, stopSignal: 'SIGINT' });
  killSupervisorOnPaper();
  await claimDirectory(directory, (line) => lines.push(line));
  expect(await endOf(pid)).toBe('SIGINT');
  expect(lines).toEqual(['the last run ended without stopping postgres: stopping now']);
});

test('a process that only has the id of one of ours is left alone', async () => {
  const pid = sleeper();
  const claim = await claimDirectory(directory, () => undefined);
  claim.add({ name: 'postgres', pid, stopSignal: 'SIGINT' });
  killSupervisorOnPaper();
  const file = join(directory, 'running.json');
  const running = JSON.parse(readFileSync(file, 'utf8'));
  running.programs[0].startedAt = '1';
  writeFileSync(file, JSON.stringify(running));
  await claimDirectory(directory, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isAlive(pid)).toBe(true);
});

test('programs stop in the order of their start, reversed, also when one came back in between', async () => {
  const claim = await claimDirectory(directory, () => undefined);
  claim.add({ name: 'postgres', pid: sleeper(), stopSignal: 'SIGINT' });
  claim.add({ name: 'api', pid: sleeper(), stopSignal: 'SIGTERM' });
  claim.add({ name: 'postgres', pid: sleeper(), stopSignal: 'SIGINT' });
  const lines: string[] = [];
  await claim.stopAll((line) => lines.push(line));
  expect(lines).toEqual(['stopping api', 'stopping postgres']);
  expect(readRunning(directory)?.programs.map(({ name }) => name)).toEqual(['postgres', 'api']);
  await claim.stopAll((line) => lines.push(line));
  expect(lines).toHaveLength(2);
});
