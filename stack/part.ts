/**
 * One program that can be crashed and brought back under the same name and port, with its data, and the supervision
 * that brings it back by itself. It must not know what the program is.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProgram } from './process';
import type { OnProgress } from './programs';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

export interface Part {
  /** undefined when its address was given and it is not ours. */
  readonly program: () => RunningProgram | undefined;
  /** SIGKILL, as a crash would. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port; resolves when it is ready. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a program and keeps hold of whichever incarnation runs. */
export async function createPart(start: () => Promise<RunningProgram>): Promise<Part> {
  let current = await start();
  return {
    program: () => current,
    kill: () => current.kill(),
    restart: async () => {
      if (!current.hasExited()) await current.stop();
      current = await start();
    },
    stop: () => current.stop(),
  };
}

const refuse = async (): Promise<void> => {
  throw new Error('This part runs elsewhere: its address was given.');
};

/** Stands for a part that runs elsewhere. */
export const GIVEN_PART: Part = {
  program: () => undefined,
  kill: refuse,
  restart: refuse,
  stop: async () => undefined,
};

/**
 * Brings a part back whenever it ends, until `isStopping` says otherwise: after half a second, then after twice as
 * long each time, up to 30 s; a part that ran for a minute begins again at half a second.
 */
export async function supervise(
  part: Part,
  isStopping: () => boolean,
  onProgress: OnProgress,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  for (let program = part.program(); program !== undefined; program = part.program()) {
    const startedAt = Date.now();
    const { name } = program;
    const how = await program.exited;
    if (isStopping()) return;
    if (Date.now() - startedAt > STEADY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    onProgress(`${name} ${how}; starting it again in ${pauseMs / 1_000} s`);
    await delay(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    if (isStopping()) return;
    await part.restart().then(
      () => onProgress(`${name} is back`),
      (error: unknown) => !isStopping() && onProgress(`still not back: ${String(error)}`),
    );
  }
}
