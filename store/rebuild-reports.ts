/** Every reporting line made anew from the audit log, which alone is the truth. Projectors wait meanwhile. */
import { applyEventsIn, holdReports, NotApplicableError, SequenceGapError } from './apply-report';
import type { Transaction } from './apply-report';
import { readHistories } from './audit-log';
import type { ChainedEvent } from './audit-chain';
import type { Database } from './client';

/** The rebuild is one transaction; an office with a million events is done well within this. */
const REBUILD_WITHIN_MS = 6 * 3_600_000;

export interface Rebuilt {
  cases: number;
  events: number;
  /** Cases whose history makes no sense: left out of the reports. */
  broken: string[];
}

type OnProgress = (done: Rebuilt) => void | Promise<void>;

/**
 * Rebuilds every reporting line in one transaction: readers see the old lines until the new ones are
 * complete, and a rebuild that dies leaves everything as it was.
 *
 * @param onProgress called after each round with what is done so far, and waited for
 */
export async function rebuildReports(
  database: Database,
  onProgress: OnProgress = () => undefined,
): Promise<Rebuilt> {
  return database.$transaction((tx) => rebuildIn(tx, onProgress), { timeout: REBUILD_WITHIN_MS });
}

async function rebuildIn(tx: Transaction, onProgress: OnProgress): Promise<Rebuilt> {
  await holdReports(tx);
  await tx.$executeRaw`DELETE FROM report_cases`;
  await tx.$executeRaw`UPDATE parked_messages SET resolved_at = now() WHERE resolved_at IS NULL`;
  const done: Rebuilt = { cases: 0, events: 0, broken: [] };
  for await (const histories of readHistories(tx)) {
    for (const history of histories) await replay(tx, history, done);
    await onProgress(done);
  }
  return done;
}

async function replay(
  tx: Transaction,
  history: readonly ChainedEvent[],
  done: Rebuilt,
): Promise<void> {
  done.cases += 1;
  done.events += history.length;
  try {
    await applyEventsIn(
      tx,
      history.map(({ event }) => event),
    );
  } catch (error) {
    // Thrown before anything of this case was written; one broken history must not cost all reports.
    if (!(error instanceof NotApplicableError || error instanceof SequenceGapError)) throw error;
    done.broken.push(error.caseId);
  }
}
