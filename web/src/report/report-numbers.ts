/** What the API leaves loosely typed in a report, read once and checked. */
import type { ReportSummary } from '../api/client';

export interface OnTime {
  /** Percent, null when nothing is settled. */
  rate: number | null;
  settled: number;
  onTime: number;
  goal: { percent: number; basis: string } | null;
}

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

export function onTimeOf({ onTime }: ReportSummary): OnTime {
  const goal = onTime.goal as { percent?: unknown; basis?: unknown } | null | undefined;
  return {
    rate: onTime.rate,
    settled: numberOr(onTime.settled, 0),
    onTime: numberOr(onTime.onTime, 0),
    goal:
      typeof goal?.percent === 'number'
        ? { percent: goal.percent, basis: typeof goal.basis === 'string' ? goal.basis : '' }
        : null,
  };
}

/** All of a list's lines; the list itself may be cut. */
export function totalOf(summary: ReportSummary, list: 'dueSoon' | 'breaches'): number {
  return numberOr(summary[`${list}Total`], summary[list].length);
}

export function sumOf(summary: ReportSummary, column: 'received' | 'decided' | 'closed'): number {
  return summary.byMonth.reduce((sum, line) => sum + line[column], 0);
}

/** Whole days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  const MS_PER_DAY = 86_400_000;
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
}
