/**
 * Who is running in a state folder: the supervisor and its programs, in `running.json`.
 * Lets a second start refuse while the first lives, and clear up when the first was killed. A process id is believed
 * only with its start time beside it, since ids are used again. It must not stop anything that is not listed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { LaunchedProgram } from './process';
import type { OnProgress } from './programs';

// Longer than the 20 s a worker of ours takes at most.
const STOP_WITHIN_MS = 25_000;
// Between a look at the file and writing it nothing is waited for: a rival that looked before has written by then.
const RIVALS_WRITE_WITHIN_MS = 200;

const ProcessMark = z.object({ pid: z.number().int(), startedAt: z.string() });
const Running = z.object({
  supervisor: ProcessMark,
  programs: z.array(
    ProcessMark.extend({ name: z.string(), stopSignal: z.enum(['SIGTERM', 'SIGINT']) }),
  ),
});
type ProcessMark = z.infer<typeof ProcessMark>;
export type Running = z.infer<typeof Running>;

export interface Claim {
  /** Remembers a program, in place of an earlier one of the same name. */
  readonly add: (program: LaunchedProgram) => void;
  /** Stops every remembered program, the last started first, each gone before the next is asked. */
  readonly stopAll: (onProgress: OnProgress) => Promise<void>;
  /** SIGKILL to all of them, at once. */
  readonly killAll: () => void;
  /** Gives the folder up: call it when all programs have stopped. */
  readonly release: () => void;
}

/** What is written down for a state folder, alive or not; undefined when it was left in order. */
export function readRunning(directory: string): Running | undefined {
  const file = runningFile(directory);
  if (!existsSync(file)) return undefined;
  return Running.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Whether a supervisor lives in this state folder now. */
export function isRunning(directory: string): boolean {
  const running = readRunning(directory);
  return running !== undefined && isAlive(running.supervisor);
}

/**
 * Makes this process the supervisor of a state folder, after stopping what a killed one left behind.
 * Of several that start at the same moment the last to write is the one: each looks again before it goes on.
 * @throws Error when another one lives.
 */
export async function claimDirectory(directory: string, onProgress: OnProgress): Promise<Claim> {
  mkdirSync(directory, { recursive: true });
  const before = readRunning(directory);
  if (before !== undefined && isAlive(before.supervisor)) throw alreadyRunning(before.supervisor);
  // Until they have stopped, the programs of a killed supervisor stay written down: this one may be killed, too.
  const running: Running = {
    supervisor: markOf(process.pid),
    programs: before?.programs ?? [],
  };
  const write = (): void => writeRunning(directory, running);
  write();
  await delay(RIVALS_WRITE_WITHIN_MS);
  const last = readRunning(directory)?.supervisor;
  if (last !== undefined && last.pid !== process.pid && isAlive(last)) throw alreadyRunning(last);
  await stopLeftovers(running, onProgress);
  running.programs.splice(0);
  write();
  return {
    add: ({ name, pid, stopSignal }) => {
      const entry = { name, stopSignal, ...markOf(pid) };
      // One that came back keeps its place, so that everything still stops in the order of the start, reversed.
      const place = running.programs.findIndex((program) => program.name === name);
      running.programs.splice(place < 0 ? running.programs.length : place, 1, entry);
      write();
    },
    stopAll: (say) => stopPrograms(running, say),
    killAll: () => running.programs.filter(isAlive).forEach(({ pid }) => killGroup(pid)),
    release: () => rmSync(runningFile(directory), { force: true }),
  };
}

function alreadyRunning({ pid }: ProcessMark): Error {
  return new Error(
    `It is already running, as process ${pid}. Stop that one first (Ctrl-C there, or kill ${pid}).`,
  );
}

function writeRunning(directory: string, running: Running): void {
  const draft = `${runningFile(directory)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(running, null, 2)}\n`, { flush: true });
  renameSync(draft, runningFile(directory));
}

/** Stops what a killed supervisor left behind; does nothing while one lives. */
export async function clearUp(directory: string, onProgress: OnProgress): Promise<void> {
  const before = readRunning(directory);
  if (before === undefined || isAlive(before.supervisor)) return;
  await stopLeftovers(before, onProgress);
  rmSync(runningFile(directory), { force: true });
}

async function stopLeftovers(before: Running, onProgress: OnProgress): Promise<void> {
  const alive = before.programs.filter(isAlive);
  if (alive.length > 0) {
    const names = alive.map(({ name }) => name).join(', ');
    onProgress(`the last run ended without stopping ${names}: stopping now`);
  }
  await stopPrograms(before, () => undefined);
}

async function stopPrograms(running: Running, onProgress: OnProgress): Promise<void> {
  for (const program of running.programs.filter(isAlive).reverse()) {
    onProgress(`stopping ${program.name}`);
    signal(program.pid, program.stopSignal);
    const deadline = Date.now() + STOP_WITHIN_MS;
    while (isAlive(program)) {
      if (Date.now() > deadline) killGroup(program.pid);
      await delay(50);
    }
  }
}

function killGroup(pid: number): void {
  signal(-pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It went away between the look and the signal: that is what was wanted.
  }
}

function markOf(pid: number): ProcessMark {
  return { pid, startedAt: startTime(pid) ?? 'gone' };
}

function isAlive(mark: ProcessMark): boolean {
  return startTime(mark.pid) === mark.startedAt;
}

/** Something that tells this process from a later one with the same id; undefined when there is none, or a zombie. */
function startTime(pid: number): string | undefined {
  if (existsSync('/proc/self/stat')) {
    if (!existsSync(`/proc/${pid}/stat`)) return undefined;
    const [state, ...rest] = processFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return state === 'Z' ? undefined : rest[18];
  }
  const listed = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' });
  return listed.stdout.trim() || undefined;
}

/** The fields of /proc/<pid>/stat from the third on: the second, a name, may itself hold spaces and brackets. */
export function processFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function runningFile(directory: string): string {
  return join(directory, 'running.json');
}
