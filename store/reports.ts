/**
 * What the dashboard asks of the reporting tables (step 13). Reads only. Every query names the office;
 * dates are civil dates of the office and "today" comes in as an argument.
 */
import type { CivilDate } from '../domain/civil-date';
import { addDays } from '../domain/civil-date';
import type { CaseReport, OnTime, ReportClock } from '../domain/report';
import { onTimeGoal } from '../domain/report';
import type { Database } from './client';

/** How far the reports are behind the cases, in one sentence's worth of numbers. */
export interface ReportLag {
  /** Instant of the last event in the reports, ISO 8601 UTC; null while there is none. */
  asOf: string | null;
  /** Events recorded but not yet in the reports, wherever they wait; 0: the reports are complete. */
  eventsBehind: number;
  /** Cases those events belong to. */
  casesBehind: number;
  /** Instant since which the oldest of those cases waits; null when none does. */
  behindSince: string | null;
  /** Of those events, the ones that have not reached Kafka yet. */
  eventsInOutbox: number;
  /** Whether one of these has been there for ten seconds: twice as long as the relay ever takes while Kafka works. */
  isWaitingForKafka: boolean;
  /** Messages parked for this office; a rebuild brings their events in. */
  parked: number;
}

/** Asked of PostgreSQL alone, so that it is true with Kafka down, too. */
export async function readReportLag(database: Database, officeId: string): Promise<ReportLag> {
  const [row] = await database.$queryRaw<RawLag[]>`
    WITH waiting AS (
      SELECT count(*)::int AS events, bool_or(o.created_at < now() - interval '10 seconds') AS is_long
      FROM outbox AS o JOIN cases AS w ON w.case_id = o.case_id
      WHERE o.published_at IS NULL AND w.office_id = ${officeId}::uuid
    )
    SELECT (SELECT max(last_event_at) FROM report_cases WHERE office_id = ${officeId}::uuid) AS as_of,
      coalesce(sum(c.version - coalesce(r.last_sequence, 0)), 0)::int AS events_behind,
      count(*)::int AS cases_behind, min(c.updated_at) AS behind_since,
      (SELECT events FROM waiting) AS events_in_outbox,
      (SELECT coalesce(is_long, false) FROM waiting) AS is_waiting,
      (SELECT count(*) FROM parked_messages
        WHERE resolved_at IS NULL AND office_id = ${officeId}::uuid)::int AS parked
    FROM cases AS c LEFT JOIN report_cases AS r ON r.case_id = c.case_id
    WHERE c.office_id = ${officeId}::uuid AND c.version > coalesce(r.last_sequence, 0)`;
  if (!row) throw new Error('an aggregate query returned no row');
  return {
    asOf: row.as_of?.toISOString() ?? null,
    eventsBehind: row.events_behind,
    casesBehind: row.cases_behind,
    behindSince: row.behind_since?.toISOString() ?? null,
    eventsInOutbox: row.events_in_outbox,
    isWaitingForKafka: row.is_waiting,
    parked: row.parked,
  };
}

interface RawLag {
  as_of: Date | null;
  events_behind: number;
  cases_behind: number;
  behind_since: Date | null;
  events_in_outbox: number;
  is_waiting: boolean;
  parked: number;
}

export interface ReportPeriod {
  /** First and last day counted. */
  from: CivilDate;
  to: CivilDate;
}

export interface MonthLine {
  /** `YYYY-MM`. */
  month: string;
  received: number;
  decided: number;
  closed: number;
  /** Duties in law settled in this month, and those of them kept in time. */
  settled: number;
  onTime: number;
}

/** A running duty in law. */
export interface DueLine {
  caseId: string;
  reference: string;
  state: string;
  assigneeId: string | null;
  clock: string;
  ruleId: string;
  dueOn: CivilDate;
  /** Its date has passed. */
  isBreached: boolean;
}

export interface ReportSummary {
  today: CivilDate;
  period: ReportPeriod;
  lag: ReportLag;
  /** State → cases in it now. */
  byState: Record<string, number>;
  /** Field of complaint → cases received in the period; `unclassified` while nobody has said. */
  byField: Record<string, number>;
  open: number;
  byMonth: MonthLine[];
  /** Of the period. `rate` in percent with one decimal, null when nothing is settled. */
  onTime: OnTime & { rate: number | null; goal: ReturnType<typeof onTimeGoal> | null };
  /** Running duties due from today on, within the days asked for; soonest first. */
  dueSoon: DueLine[];
  dueSoonTotal: number;
  /** Running duties whose date has passed; oldest first. */
  breaches: DueLine[];
  breachesTotal: number;
}

export interface SummaryRequest {
  today: CivilDate;
  period: ReportPeriod;
  /** `dueSoon` looks this many days ahead. */
  dueWithinDays: number;
}

/** Lines of `dueSoon` and `breaches` at most; the totals count all. */
const LINES = 100;

export async function readReportSummary(
  database: Database,
  officeId: string,
  request: SummaryRequest,
): Promise<ReportSummary> {
  const { today, period, dueWithinDays } = request;
  const yesterday = addDays(today, -1);
  const [lag, byState, byField, byMonth, due, breaches] = await Promise.all([
    readReportLag(database, officeId),
    countByState(database, officeId),
    countByField(database, officeId, period),
    countByMonth(database, officeId, period),
    readDue(database, officeId, { from: today, to: addDays(today, dueWithinDays) }, today),
    readDue(database, officeId, { from: null, to: yesterday }, today),
  ]);
  const settled = byMonth.reduce((sum, line) => sum + line.settled, 0);
  const onTime = byMonth.reduce((sum, line) => sum + line.onTime, 0);
  const rate = settled === 0 ? null : Math.round((onTime / settled) * 1000) / 10;
  return {
    today,
    period,
    lag,
    byState: byState.counts,
    byField,
    open: byState.open,
    byMonth,
    onTime: { onTime, settled, rate, goal: onTimeGoal() ?? null },
    dueSoon: due.lines,
    dueSoonTotal: due.total,
    breaches: breaches.lines,
    breachesTotal: breaches.total,
  };
}

async function countByState(
  database: Database,
  officeId: string,
): Promise<{ counts: Record<string, number>; open: number }> {
  const rows = await database.reportCase.groupBy({
    by: ['state', 'isFinal'],
    where: { officeId },
    _count: true,
  });
  return {
    counts: Object.fromEntries(rows.map((row) => [row.state, row._count])),
    open: rows.reduce((sum, row) => sum + (row.isFinal ? 0 : row._count), 0),
  };
}

async function countByField(
  database: Database,
  officeId: string,
  { from, to }: ReportPeriod,
): Promise<Record<string, number>> {
  const rows = await database.$queryRaw<{ field: string; cases: number }[]>`
    SELECT coalesce(field, 'unclassified') AS field, count(*)::int AS cases FROM report_cases
    WHERE office_id = ${officeId}::uuid AND received_on BETWEEN ${from}::date AND ${to}::date
    GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map((row) => [row.field, row.cases]));
}

/** A duty belongs to the month it was settled in: met, or missed and never met, by its date. */
async function countByMonth(
  database: Database,
  officeId: string,
  { from, to }: ReportPeriod,
): Promise<MonthLine[]> {
  return database.$queryRaw<MonthLine[]>`
    WITH facts AS (
      SELECT received_on AS day, 1 AS received, 0 AS decided, 0 AS closed, 0 AS settled, 0 AS on_time
      FROM report_cases WHERE office_id = ${officeId}::uuid
      UNION ALL SELECT decided_on, 0, 1, 0, 0, 0
      FROM report_cases WHERE office_id = ${officeId}::uuid
      UNION ALL SELECT closed_on, 0, 0, 1, 0, 0
      FROM report_cases WHERE office_id = ${officeId}::uuid
      UNION ALL SELECT coalesce(met_on, due_on), 0, 0, 0, 1,
        (status = 'met' AND NOT is_late AND NOT is_missed)::int
      FROM report_clocks
      WHERE office_id = ${officeId}::uuid AND NOT is_internal AND (status = 'met' OR is_missed)
    )
    SELECT to_char(month, 'YYYY-MM') AS month, coalesce(sum(received), 0)::int AS received,
      coalesce(sum(decided), 0)::int AS decided, coalesce(sum(closed), 0)::int AS closed,
      coalesce(sum(settled), 0)::int AS settled, coalesce(sum(on_time), 0)::int AS "onTime"
    FROM generate_series(date_trunc('month', ${from}::timestamp), ${to}::timestamp,
      interval '1 month') AS month
    LEFT JOIN facts ON date_trunc('month', day::timestamp) = month
      AND day BETWEEN ${from}::date AND ${to}::date
    GROUP BY month ORDER BY month`;
}

async function readDue(
  database: Database,
  officeId: string,
  range: { from: CivilDate | null; to: CivilDate },
  today: CivilDate,
): Promise<{ lines: DueLine[]; total: number }> {
  const rows = await database.$queryRaw<(Omit<DueLine, 'isBreached'> & { total: number })[]>`
    SELECT k.case_id AS "caseId", c.reference, c.state, c.assignee_id AS "assigneeId", k.clock,
      k.rule_id AS "ruleId", k.due_on::text AS "dueOn", count(*) OVER ()::int AS total
    FROM report_clocks AS k JOIN report_cases AS c ON c.case_id = k.case_id
    WHERE k.office_id = ${officeId}::uuid AND k.status = 'running' AND NOT k.is_internal
      AND k.due_on <= ${range.to}::date
      AND (${range.from}::date IS NULL OR k.due_on >= ${range.from}::date)
    ORDER BY k.due_on, c.reference, k.clock LIMIT ${LINES}`;
  return {
    lines: rows.map(({ total: _total, ...row }) => ({ ...row, isBreached: row.dueOn < today })),
    total: rows[0]?.total ?? 0,
  };
}

/** What the reports know of one case. */
export interface ReportLine {
  caseId: string;
  reference: string;
  kind: string;
  state: string;
  closedOn: CivilDate | null;
  outcome: string | null;
  /** Sequence of the last event in the reports. */
  lastSequence: number;
  /** Its instant, ISO 8601 UTC. */
  asOf: string;
  clocks: ReportClock[];
}

/** The case's line, or undefined while none of its events has reached the reports. */
export async function readReportLine(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<ReportLine | undefined> {
  const row = await database.reportCase.findFirst({
    where: { caseId, officeId },
    select: { snapshot: true },
  });
  if (!row) return undefined;
  const { current, ...report } = row.snapshot as unknown as CaseReport;
  const { reference, kind, state, version } = current;
  return {
    caseId,
    reference,
    kind,
    state,
    closedOn: report.closedOn,
    outcome: report.outcome,
    lastSequence: version,
    asOf: report.lastEventAt,
    clocks: report.clocks,
  };
}
