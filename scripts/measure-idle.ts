/**
 * Prints the processor time of everything `npm start` runs, per process and in all, in percent of one core.
 * Usage: node --require tsx/cjs scripts/measure-idle.ts [seconds, 60 unless told] [greatest total allowed, in percent]
 * Exits with 1 when the total is above the bound, or when nothing runs.
 */
import { join } from 'node:path';
import { measureUsage } from '../stack/idle';
import { readRunning } from '../stack/running';

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 60);
  const bound = Number(process.argv[3] ?? Number.POSITIVE_INFINITY);
  const running = readRunning(join(__dirname, '../.tiep-dan'));
  if (running === undefined) throw new Error('Nothing is running: start it with `npm start`.');
  const supervisor = { name: 'supervisor', pid: running.supervisor.pid };
  const usages = await measureUsage([supervisor, ...running.programs], seconds);
  const total = usages.reduce((sum, { percentOfOneCore }) => sum + percentOfOneCore, 0);
  for (const { name, percentOfOneCore, megabytes } of usages) {
    console.log(
      `${name.padEnd(22)} ${percentOfOneCore.toFixed(2).padStart(6)} % ${megabytes.toFixed(0).padStart(6)} MB`,
    );
  }
  console.log(
    `${'all'.padEnd(22)} ${total.toFixed(2).padStart(6)} % of one core over ${seconds} s`,
  );
  if (total > bound) throw new Error(`More than the ${bound} % allowed.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
