/**
 * Keeps the programs' log files from filling the disk: Temporal writes 10 MB a minute while PostgreSQL is away.
 * What a file held before it was emptied is kept once, beside it. It must not know which program writes it.
 */
import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_LOG_BYTES = 20_000_000;
const LOOK_EVERY_MS = 60_000;

/** Looks at every log of the folder once a minute, for as long as this process runs. */
export function keepLogsSmall(folder: string): void {
  const look = (): void =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .forEach((name) => emptyIfLarge(join(folder, name)));
  setInterval(look, LOOK_EVERY_MS).unref();
}

/** Copied, not renamed: the program goes on writing to the same open file, at its end, which is then its beginning. */
export function emptyIfLarge(file: string, largest = LARGEST_LOG_BYTES): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= largest) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}
