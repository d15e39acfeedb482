/**
 * One line for every long step, with the seconds since the start; a step that takes long says so every 15 s,
 * so that nobody wonders whether it hangs.
 */
import type { OnProgress } from './programs';

const REMIND_EVERY_MS = 15_000;

export interface Progress {
  readonly say: OnProgress;
  /** Something that happened, and takes no time. */
  readonly tell: OnProgress;
  /** No more reminders: the work is done. */
  readonly end: () => void;
}

export function createProgress(): Progress {
  const startedAt = performance.now();
  const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(1);
  const print = (message: string): void =>
    console.log(`[${seconds(startedAt).padStart(6)} s] ${message}`);
  let reminder: NodeJS.Timeout | undefined;
  return {
    say: (message) => {
      clearInterval(reminder);
      print(message);
      const saidAt = performance.now();
      reminder = setInterval(
        () => print(`  … still ${message} (${seconds(saidAt)} s)`),
        REMIND_EVERY_MS,
      ).unref();
    },
    tell: print,
    end: () => clearInterval(reminder),
  };
}
