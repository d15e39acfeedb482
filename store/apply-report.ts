/**
 * Writes reporting lines: each event of a case once and in order, in one transaction with the mark that
 * says so (step 12). The projector and rebuild-reports.ts both come through here; nothing else writes them.
 */
import type { CaseReport, ReportClock } from '../domain/report';
import { reportAfter } from '../domain/report';
import type { RecordedEvent } from '../domain/events';
import { KINDS } from '../domain/kinds';
import { isFinalState } from '../domain/lifecycle';
import type { Database } from './client';
import { Prisma } from './generated/client';

export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/** An event is missing before this one: not applied. Parked by the caller, healed by a rebuild. */
export class SequenceGapError extends Error {
  override readonly name = 'SequenceGapError';

  constructor(
    readonly caseId: string,
    readonly expected: number,
    readonly found: number,
  ) {
    super(`case ${caseId}: expected event ${expected}, found ${found}`);
  }
}

/** The events contradict what is stored, so folding them fails; parked like a gap. */
export class NotApplicableError extends Error {
  override readonly name = 'NotApplicableError';

  constructor(
    readonly caseId: string,
    sequence: number,
    cause?: unknown,
  ) {
    super(`case ${caseId}: event ${sequence} does not fit what is stored`, { cause });
  }
}

/** A rebuild holds the reporting tables: wait and try again. */
export class RebuildRunningError extends Error {
  override readonly name = 'RebuildRunningError';

  constructor() {
    super('the reports are being rebuilt');
  }
}

export interface Applied {
  applied: number;
  /** Events that had been applied before. */
  duplicates: number;
}

// Any two numbers will do, as long as nothing else in this database locks the same ones.
const REBUILD_LOCK = [7104, 12] as const;

/** Waits for the projectors' transactions under way and keeps new ones out until this one ends. */
export async function holdReports(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(${REBUILD_LOCK[0]}::int, ${REBUILD_LOCK[1]}::int)`;
}

/**
 * Applies events of one case, ascending, in one transaction.
 *
 * @throws SequenceGapError when one is missing: the events before it are not applied either
 * @throws NotApplicableError when the history makes no sense
 * @throws RebuildRunningError, and Prisma errors when the database cannot be reached: retry
 */
export async function applyEvents(
  database: Database,
  events: readonly RecordedEvent[],
): Promise<Applied> {
  return database.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ is_free: boolean }[]>`
      SELECT pg_try_advisory_xact_lock_shared(${REBUILD_LOCK[0]}::int, ${REBUILD_LOCK[1]}::int) AS is_free`;
    if (lock?.is_free !== true) throw new RebuildRunningError();
    return applyEventsIn(tx, events).catch((error: unknown) => {
      const [first] = events;
      throw first && isDataFault(error)
        ? new NotApplicableError(first.caseId, first.sequence, error)
        : error;
    });
  });
}

/**
 * Whether PostgreSQL objects to the values themselves (SQLSTATE classes 22 and 23): trying again cannot
 * help. Nothing of ours writes such events, but a stranger's message must not stop a partition.
 */
function isDataFault(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const meta = error.meta as { driverAdapterError?: { cause?: { originalCode?: string } } };
  return /^2[23]/.test(meta.driverAdapterError?.cause?.originalCode ?? '');
}

/** As `applyEvents`, in a transaction that either holds the tables or has made sure that no rebuild does. */
export async function applyEventsIn(
  tx: Transaction,
  events: readonly RecordedEvent[],
): Promise<Applied> {
  const [first] = events;
  if (!first) return { applied: 0, duplicates: 0 };
  const before = await lockReport(tx, first.caseId);
  const last = before?.current.version ?? 0;
  const fresh = events.filter((event) => event.sequence > last);
  const after = foldFresh(before, fresh);
  if (after) await write(tx, before, after);
  return { applied: fresh.length, duplicates: events.length - fresh.length };
}

function foldFresh(
  before: CaseReport | undefined,
  events: readonly RecordedEvent[],
): CaseReport | undefined {
  let after: CaseReport | undefined;
  for (const event of events) {
    const report: CaseReport | undefined = after ?? before;
    const expected = (report?.current.version ?? 0) + 1;
    if (event.sequence !== expected) {
      throw new SequenceGapError(event.caseId, expected, event.sequence);
    }
    if (report && report.current.officeId !== event.officeId) {
      throw new NotApplicableError(event.caseId, event.sequence);
    }
    after = folded(report, event);
  }
  return after;
}

function folded(report: CaseReport | undefined, event: RecordedEvent): CaseReport {
  try {
    return reportAfter(report, event);
  } catch (error) {
    throw new NotApplicableError(event.caseId, event.sequence, error);
  }
}

async function lockReport(tx: Transaction, caseId: string): Promise<CaseReport | undefined> {
  const [row] = await tx.$queryRaw<{ snapshot: CaseReport }[]>`
    SELECT snapshot FROM report_cases WHERE case_id = ${caseId}::uuid FOR UPDATE`;
  return row?.snapshot;
}

async function write(
  tx: Transaction,
  before: CaseReport | undefined,
  after: CaseReport,
): Promise<void> {
  const expected = before?.current.version ?? 0;
  const written = await tx.$executeRaw`
    INSERT INTO report_cases (case_id, office_id, kind, reference, channel, field, state, is_final,
      assignee_id, received_on, accepted_on, decided_on, sent_on, closed_on, conclusion, outcome,
      last_sequence, last_event_at, snapshot)
    SELECT * FROM jsonb_to_record(${JSON.stringify(columnsOf(after))}::jsonb) AS row (case_id uuid,
      office_id uuid, kind text, reference text, channel text, field text, state text,
      is_final boolean, assignee_id uuid, received_on date, accepted_on date, decided_on date,
      sent_on date, closed_on date, conclusion text, outcome text, last_sequence integer,
      last_event_at timestamptz, snapshot jsonb)
    ON CONFLICT (case_id) DO UPDATE SET field = excluded.field, state = excluded.state,
      is_final = excluded.is_final, assignee_id = excluded.assignee_id,
      accepted_on = excluded.accepted_on, decided_on = excluded.decided_on,
      sent_on = excluded.sent_on, closed_on = excluded.closed_on, conclusion = excluded.conclusion,
      outcome = excluded.outcome, last_sequence = excluded.last_sequence,
      last_event_at = excluded.last_event_at, snapshot = excluded.snapshot
    WHERE report_cases.last_sequence = ${expected}`;
  // Only a first event can race: there was no row to lock. The loser finds a duplicate when it retries.
  if (written !== 1) throw new Error(`case ${after.current.caseId}: another projector was faster`);
  await writeClocks(tx, after);
}

function columnsOf(report: CaseReport): Record<string, unknown> {
  const { current } = report;
  const { received, accepted, decided, sent } = current.milestones;
  return {
    case_id: current.caseId,
    office_id: current.officeId,
    kind: current.kind,
    reference: current.reference,
    channel: current.channel,
    field: current.classification?.field,
    state: current.state,
    is_final: isFinalState(KINDS[current.kind], current.state),
    assignee_id: current.assigneeId,
    received_on: received,
    accepted_on: accepted,
    decided_on: decided,
    sent_on: sent,
    closed_on: report.closedOn,
    conclusion: current.conclusion,
    outcome: report.outcome,
    last_sequence: current.version,
    last_event_at: report.lastEventAt,
    snapshot: report,
  };
}

async function writeClocks(tx: Transaction, report: CaseReport): Promise<void> {
  if (report.clocks.length === 0) return;
  const { caseId, officeId } = report.current;
  await tx.$executeRaw`
    INSERT INTO report_clocks (case_id, clock, run, office_id, rule_id, is_internal, status, started_on,
      due_on, met_on, is_late, is_missed)
    SELECT ${caseId}::uuid, clock, run, ${officeId}::uuid, rule_id, is_internal, status, started_on,
      due_on, met_on, is_late, is_missed
    FROM jsonb_to_recordset(${JSON.stringify(report.clocks.map(clockColumns))}::jsonb) AS row (
      clock text, run integer, rule_id text, is_internal boolean, status text, started_on date,
      due_on date, met_on date, is_late boolean, is_missed boolean)
    ON CONFLICT (case_id, clock, run) DO UPDATE SET rule_id = excluded.rule_id,
      status = excluded.status, due_on = excluded.due_on, met_on = excluded.met_on,
      is_late = excluded.is_late, is_missed = excluded.is_missed
    WHERE (report_clocks.status, report_clocks.due_on, report_clocks.is_missed)
      IS DISTINCT FROM (excluded.status, excluded.due_on, excluded.is_missed)
      OR report_clocks.rule_id <> excluded.rule_id`;
}

function clockColumns(line: ReportClock): Record<string, unknown> {
  return {
    clock: line.clock,
    run: line.run,
    rule_id: line.ruleId,
    is_internal: line.isInternal,
    status: line.status,
    started_on: line.startedOn,
    due_on: line.dueOn,
    met_on: line.metOn,
    is_late: line.isLate,
    is_missed: line.isMissed,
  };
}
