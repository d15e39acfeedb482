/** Sums and differences of a report's numbers. */
import type { ReportSummary } from '../api/client';

export function sumOf(summary: ReportSummary, column: 'received' | 'decided' | 'closed'): number {
  return summary.byMonth.reduce((sum, line) => sum + line[column], 0);
}

/** Whole days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  const MS_PER_DAY = 86_400_000;
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
}
