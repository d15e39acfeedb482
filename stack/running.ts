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

const LEFTOVER_GRACE_MS = 15_000;

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
  add(program: LaunchedProgram): void;
  /** Forgets everything: call it when all programs have stopped. */
  release(): void;
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
 * @throws Error when another one lives.
 */
export async function claimDirectory(directory: string, onProgress: OnProgress): Promise<Claim> {
  mkdirSync(directory, { recursive: true });
  const before = readRunning(directory);
  if (before !== undefined && isAlive(before.supervisor)) {
    throw new Error(
      `It is already running, as process ${before.supervisor.pid}. Stop that one first (Ctrl-C there, or kill ${before.supervisor.pid}).`,
    );
  }
  await clearUp(directory, onProgress);
  const running: Running = { supervisor: markOf(process.pid), programs: [] };
  const write = (): void => {
    const draft = `${runningFile(directory)}.new`;
    writeFileSync(draft, `${JSON.stringify(running, null, 2)}\n`);
    renameSync(draft, runningFile(directory));
  };
  write();
  return {
    add: ({ name, pid, stopSignal }) => {
      running.programs = running.programs.filter((program) => program.name !== name);
      running.programs.push({ name, stopSignal, ...markOf(pid) });
      write();
    },
    release: () => rmSync(runningFile(directory), { force: true }),
  };
}

/** Stops what a killed supervisor left behind; does nothing while one lives. */
export async function clearUp(directory: string, onProgress: OnProgress): Promise<void> {
  const before = readRunning(directory);
  if (before === undefined || isAlive(before.supervisor)) return;
  const alive = before.programs.filter(isAlive).reverse();
  if (alive.length > 0) {
    const names = alive.map(({ name }) => name).join(', ');
    onProgress(`the last run ended without stopping ${names}: stopping now`);
  }
  for (const program of alive) await stopLeftover(program);
  rmSync(runningFile(directory), { force: true });
}

async function stopLeftover(program: Running['programs'][number]): Promise<void> {
  process.kill(program.pid, program.stopSignal);
  const deadline = Date.now() + LEFTOVER_GRACE_MS;
  while (isAlive(program)) {
    if (Date.now() > deadline) process.kill(program.pid, 'SIGKILL');
    await delay(100);
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
