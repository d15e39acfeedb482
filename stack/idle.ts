/**
 * How much processor time process trees use: the measure behind "a quiet office costs a quiet machine".
 * Linux only: it reads /proc. It must not start or stop anything.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processFields } from './running';

// USER_HZ, which Linux fixes at 100 for every program that reads /proc.
const TICKS_PER_SECOND = 100;

export interface Usage {
  readonly name: string;
  /** Percent of one core, children included. */
  readonly percentOfOneCore: number;
  /** Resident memory now, children included; memory shared between them is counted in each. */
  readonly megabytes: number;
}

interface Sample {
  readonly ticks: number;
  readonly pages: number;
}

/** Measures the trees below these processes for `seconds`. */
export async function measureUsage(
  processes: readonly { readonly name: string; readonly pid: number }[],
  seconds: number,
): Promise<Usage[]> {
  const pids = processes.map(({ pid }) => pid);
  const before = sampleTrees(pids);
  const startedAt = performance.now();
  await delay(seconds * 1_000);
  const after = sampleTrees(pids);
  const elapsedTicks = ((performance.now() - startedAt) / 1_000) * TICKS_PER_SECOND;
  return processes.map(({ name }, index) => ({
    name,
    percentOfOneCore:
      (((after[index]?.ticks ?? 0) - (before[index]?.ticks ?? 0)) / elapsedTicks) * 100,
    megabytes: ((after[index]?.pages ?? 0) * 4_096) / 1_000_000,
  }));
}

function sampleTrees(roots: readonly number[]): Sample[] {
  const parentOf = new Map<number, number>();
  const samples = new Map<number, Sample>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const fields = readStat(pid);
    if (fields === undefined) continue;
    const number = (index: number): number => Number(fields[index]);
    parentOf.set(pid, number(1));
    // utime, stime, and the same of children already gone: PostgreSQL's backends come and go.
    samples.set(pid, {
      ticks: number(11) + number(12) + number(13) + number(14),
      pages: number(21),
    });
  }
  return roots.map((root) => addUp(root, roots, { parentOf, samples }));
}

function addUp(
  root: number,
  roots: readonly number[],
  all: { parentOf: Map<number, number>; samples: Map<number, Sample> },
): Sample {
  // The supervisor is the parent of the others, so each process counts for its nearest listed ancestor.
  const rootOf = (pid: number): number | undefined => {
    if (roots.includes(pid)) return pid;
    const parent = all.parentOf.get(pid);
    return parent === undefined || parent <= 1 ? undefined : rootOf(parent);
  };
  let ticks = 0;
  let pages = 0;
  for (const [pid, sample] of all.samples) {
    if (rootOf(pid) !== root) continue;
    ticks += sample.ticks;
    pages += sample.pages;
  }
  return { ticks, pages };
}

function readStat(pid: number): string[] | undefined {
  try {
    return processFields(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined; // It ended between the listing and the reading.
  }
}
