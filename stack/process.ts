/**
 * One program of the stack as a child process: start it, wait until it is ready, stop it, kill it.
 * Each runs in its own process group, so that Ctrl-C in a terminal reaches only the supervisor, which then
 * stops everything in its own order. Output goes to a log file. It must not know which program it runs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from '../config/env';
import { emptyIfLarge } from './logs';

const READY_POLL_MS = 100;

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface LaunchedProgram {
  readonly name: string;
  readonly pid: number;
  readonly stopSignal: StopSignal;
}

type StopSignal = 'SIGTERM' | 'SIGINT';

export interface ProgramOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** Run as this user; PostgreSQL refuses to run as root. */
  readonly user?: User;
  readonly logFile: string;
  /** Asked every 100 ms; an error counts as "not yet". */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** Asked to stop with this signal; SIGTERM unless told. */
  readonly stopSignal?: StopSignal;
  /** Killed if it has not stopped by then. */
  readonly stopWithinMs: number;
  /** Told at once, before it is ready, so that a crash of ours in between can be cleared up. */
  readonly onLaunch?: ((program: LaunchedProgram) => void) | undefined;
}

export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  readonly hasExited: () => boolean;
  /** Resolves when the process is gone, with a sentence saying how. */
  readonly exited: Promise<string>;
  /** Asks it to stop, kills it if it does not; resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** SIGKILL to the whole group, at once. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a program and resolves once it is ready.
 * @throws Error with the end of the log when it exits first or is not ready in time; nothing is left running.
 */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  const program = launch(options);
  const deadline = Date.now() + options.readyWithinMs;
  while (!(await options.isReady().catch(() => false))) {
    const isLate = Date.now() > deadline;
    if (isLate) await program.kill();
    if (program.hasExited()) {
      const how = isLate
        ? `not ready within ${options.readyWithinMs / 1000} s`
        : await program.exited;
      throw new Error(
        `${options.name}: ${how}. The end of ${options.logFile}:\n${logTail(options.logFile)}`,
      );
    }
    await Promise.race([delay(READY_POLL_MS), program.exited]);
  }
  return program;
}

function launch(options: ProgramOptions): RunningProgram {
  const log = openLog(options.logFile);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: childEnvironment(options.env),
    stdio: ['ignore', log, log],
    detached: true,
    ...options.user,
  });
  closeSync(log);
  let hasExited = false;
  const exited = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      hasExited = true;
      resolve(how);
    };
    child.once('error', (error) => end(`could not be started (${error.message})`));
    child.once('exit', (code, signal) =>
      end(signal ? `ended by ${signal}` : `exited with code ${code}`),
    );
  });
  const pid = child.pid ?? -1;
  const stopSignal = options.stopSignal ?? 'SIGTERM';
  if (pid > 0) options.onLaunch?.({ name: options.name, pid, stopSignal });
  return {
    name: options.name,
    pid,
    hasExited: () => hasExited,
    exited,
    stop: async () => {
      child.kill(stopSignal);
      const alarm = setTimeout(() => sendToGroup(child, 'SIGKILL'), options.stopWithinMs);
      await exited;
      clearTimeout(alarm);
    },
    kill: async () => {
      sendToGroup(child, 'SIGKILL');
      await exited;
    },
  };
}

function sendToGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group went away between the check and the signal: that is what was wanted.
  }
}

function openLog(file: string): number {
  emptyIfLarge(file);
  // For appending, which logs.ts relies on.
  return openSync(file, 'a');
}

function logTail(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15);
  return lines.map((line) => line.slice(0, 400)).join('\n');
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly user?: User;
  readonly withinMs?: number;
}

// What `run` has under way ends with this process: a build must not go on alone after Ctrl-C.
const underWay = new Set<ChildProcess>();
process.once('exit', () => underWay.forEach((child) => child.kill()));

/** Runs a program to its end: undefined when it succeeded, else what it said. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: childEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.withinMs === undefined ? {} : { timeout: options.withinMs }),
      // The folder we stand in may be closed to another user.
      ...(options.user ? { ...options.user, cwd: '/' } : {}),
    });
    underWay.add(child);
    child.once('close', () => underWay.delete(child));
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : output || `exit code ${code}`));
  });
}
