/**
 * How a worker outlives what it depends on: it tries again with growing pauses until it succeeds or is
 * stopped, says what it waits for at /readyz, and logs once when trouble begins, changes or ends, not once
 * a try. It must not log what was being worked on, only what failed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './run';

const FIRST_PAUSE_MS = 250;
/** Work resumes at most this long after the thing it waited for is back. */
const LONGEST_PAUSE_MS = 5_000;

export interface Patience {
  /**
   * Tries until `work` succeeds; undefined once stopped, or once `goesOn` says false after a failure.
   * Work that takes long calls `isWell` as soon as it knows that its dependencies answer.
   */
  untilDone<T>(
    doing: string,
    work: (isWell: () => void) => Promise<T>,
    goesOn?: () => Promise<boolean>,
  ): Promise<T | undefined>;
  /** Undefined when all is well, else one sentence. */
  reason: () => string | undefined;
  isStopped: () => boolean;
  /** Resolves when stopped. */
  stopped: Promise<undefined>;
  /** Ends every pause; work under way is finished. */
  stop: () => void;
}

export function createPatience(log: Logger): Patience {
  const stopping = new AbortController();
  const stopped = new Promise<undefined>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  // By what was being done: one thing may work while another waits.
  const troubles = new Map<string, string>();

  const isStopped = (): boolean => stopping.signal.aborted;
  const begin = (doing: string, error: unknown): void => {
    const what = lastLine(error);
    if (troubles.get(doing) !== what) log.warn({ doing, what }, 'waiting');
    troubles.set(doing, what);
  };
  const end = (doing: string): void => {
    if (troubles.delete(doing)) log.info({ doing }, 'goes on');
  };

  return {
    untilDone: async (doing, work, goesOn = async () => true) => {
      let tries = 0;
      const isWell = (): void => {
        tries = 0;
        end(doing);
      };
      while (!isStopped()) {
        try {
          const result = await work(isWell);
          isWell();
          return result;
        } catch (error) {
          if (isStopped()) break;
          begin(doing, error);
          await pause(tries, stopping.signal);
          tries += 1;
          if (!(await goesOn())) break;
        }
      }
      // Given up: whoever goes on with it says so for himself.
      troubles.delete(doing);
      return undefined;
    },
    reason: () => {
      const [trouble] = troubles;
      return trouble && `${trouble[0]}: ${trouble[1]}`;
    },
    isStopped,
    stopped,
    stop: () => {
      stopping.abort();
    },
  };
}

async function pause(tries: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS);
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** The last non-empty line of a message is the one that names the cause; Prisma puts it there. */
function lastLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'failed').trim().slice(0, 300);
}
