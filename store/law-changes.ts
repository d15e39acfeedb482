/**
 * Changes of the law an office ordered: days of its calendar, activations of a rule set. Recorded once per
 * command id and never rewritten. It gives the command each open case is to take, and says which cases have
 * not taken it yet; the cases themselves change in record-facts.ts only.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Actor } from '../domain/actors';
import type { CalendarDayEntry, OfficeCalendar } from '../domain/events';
import type { LawChange } from '../domain/law';
import type { Database } from './client';
import { Prisma } from './generated/client';

export interface Order {
  officeId: string;
  commandId: string;
  actor: Actor;
  /** Epoch milliseconds. */
  orderedAt: number;
}

/** Only administrators order changes of law (the lifecycle table says the same), so rows keep no role. */
function administrator(officerId: string): Actor {
  return { officerId, role: 'administrator' };
}

function changeOf(
  officeId: string,
  row: { commandId: string; actorId: string; at: Date },
  asked:
    | { type: 'ApplyCalendar'; data: { calendar: OfficeCalendar } }
    | { type: 'ChangeRuleSet'; data: { ruleSet: string } },
): LawChange {
  const actor = administrator(row.actorId);
  const commandHash = createHash('sha256').update(canonicalize(asked) ?? '');
  return {
    officeId,
    orderedAt: row.at.getTime(),
    command: { ...asked, commandId: row.commandId, actor },
    commandHash: commandHash.digest('hex'),
  };
}

/**
 * The office's calendar days with their version, as cases are given them; up to a version, or all.
 */
export async function readOfficeCalendar(
  database: Pick<Database, 'calendarChange'>,
  officeId: string,
  version?: number,
): Promise<OfficeCalendar> {
  const rows = await database.calendarChange.findMany({
    where: { officeId, ...(version === undefined ? {} : { version: { lte: version } }) },
    orderBy: { version: 'asc' },
  });
  const byDate = new Map<string, CalendarDayEntry>();
  for (const row of rows) {
    const day = row.day as unknown as CalendarDayEntry;
    byDate.set(day.date, day);
  }
  return { version: rows.at(-1)?.version ?? 0, days: [...byDate.values()] };
}

/** Writes one day down; the same command id again is the change of the first time. Versions have no gap. */
export async function recordCalendarChange(
  database: Database,
  order: Order & { day: CalendarDayEntry },
): Promise<LawChange> {
  const { officeId, commandId, day } = order;
  return database.$transaction(async (tx) => {
    // One change of an office at a time, so that each takes the number after the last.
    await tx.$queryRaw`
      SELECT true AS held FROM pg_advisory_xact_lock(hashtextextended(${`calendar/${officeId}`}, 0))`;
    await tx.$executeRaw`
      INSERT INTO calendar_changes (office_id, version, day, actor_id, at, command_id)
      SELECT ${officeId}::uuid, coalesce(max(version), 0) + 1, ${JSON.stringify(day)}::jsonb,
        ${order.actor.officerId}::uuid, ${new Date(order.orderedAt)}, ${commandId}::uuid
      FROM calendar_changes WHERE office_id = ${officeId}::uuid
      ON CONFLICT (office_id, command_id) DO NOTHING`;
    const where = { officeId_commandId: { officeId, commandId } };
    const row = await tx.calendarChange.findUniqueOrThrow({ where });
    const calendar = await readOfficeCalendar(tx, officeId, row.version);
    return changeOf(officeId, row, { type: 'ApplyCalendar', data: { calendar } });
  });
}

/** Writes an activation down; the same command id again is the one of the first time. */
export async function recordRuleSetActivation(
  database: Database,
  order: Order & { ruleSet: string },
): Promise<LawChange> {
  const { officeId, commandId } = order;
  await database.$executeRaw`
    INSERT INTO rule_set_activations (office_id, command_id, rule_set, actor_id, at)
    VALUES (${officeId}::uuid, ${commandId}::uuid, ${order.ruleSet},
      ${order.actor.officerId}::uuid, ${new Date(order.orderedAt)})
    ON CONFLICT (office_id, command_id) DO NOTHING`;
  const where = { officeId_commandId: { officeId, commandId } };
  const row = await database.ruleSetActivation.findUniqueOrThrow({ where });
  return changeOf(officeId, row, { type: 'ChangeRuleSet', data: { ruleSet: row.ruleSet } });
}

/**
 * The calendar a case still owes: the office's last change, when it is newer than the case's own. Asked after
 * a new case is committed, it leaves no gap: a change this does not see yet will see the case.
 */
export async function findOwedCalendar(
  database: Database,
  officeId: string,
  version: number,
): Promise<LawChange | undefined> {
  const row = await database.calendarChange.findFirst({
    where: { officeId, version: { gt: version } },
    orderBy: { version: 'desc' },
  });
  if (!row) return undefined;
  const calendar = await readOfficeCalendar(database, officeId, row.version);
  return changeOf(officeId, row, { type: 'ApplyCalendar', data: { calendar } });
}

/**
 * On another rule set, though born before the order (later cases were given what new cases get) and though
 * no later order took its place.
 */
function behindActivation(ruleSet: string, at: Date): Prisma.Sql {
  return Prisma.sql`snapshot->>'ruleSet' <> ${ruleSet} AND EXISTS (
    SELECT 1 FROM case_events AS birth WHERE birth.case_id = cases.case_id
      AND birth.sequence = 1 AND birth.at <= ${at})
    AND NOT EXISTS (SELECT 1 FROM rule_set_activations AS later
      WHERE later.office_id = cases.office_id AND later.at > ${at})`;
}

/**
 * Open cases that have not taken a change yet, in order of their ids, after one of them.
 */
export async function listCasesBehind(
  database: Database,
  { officeId, orderedAt, command }: LawChange,
  page: { afterCaseId: string | null; limit: number },
): Promise<string[]> {
  const isBehind =
    command.type === 'ApplyCalendar'
      ? Prisma.sql`(snapshot->'calendar'->>'version')::int < ${command.data.calendar.version}`
      : behindActivation(command.data.ruleSet, new Date(orderedAt));
  const isAfter =
    page.afterCaseId === null ? Prisma.empty : Prisma.sql`AND case_id > ${page.afterCaseId}::uuid`;
  const rows = await database.$queryRaw<{ case_id: string }[]>`
    SELECT case_id FROM cases
    WHERE office_id = ${officeId}::uuid AND NOT is_final ${isAfter} AND ${isBehind}
    ORDER BY case_id LIMIT ${page.limit}`;
  return rows.map((row) => row.case_id);
}

export interface CalendarChangeLine {
  changeId: string;
  version: number;
  day: CalendarDayEntry;
  actorId: string;
  at: Date;
  /** Open cases that have not taken it yet. */
  casesBehind: number;
}

/** Changes of an office's calendar, the newest first, each with how far its roll-out is. */
export async function listCalendarChanges(
  database: Database,
  officeId: string,
  limit: number,
): Promise<CalendarChangeLine[]> {
  const rows = await database.calendarChange.findMany({
    where: { officeId },
    orderBy: { version: 'desc' },
    take: limit,
  });
  const counts = await database.$queryRaw<{ version: number; cases: number }[]>`
    SELECT (snapshot->'calendar'->>'version')::int AS version, count(*)::int AS cases FROM cases
    WHERE office_id = ${officeId}::uuid AND NOT is_final GROUP BY 1`;
  const behind = (version: number): number =>
    counts.reduce((sum, count) => sum + (count.version < version ? count.cases : 0), 0);
  return rows.map(({ commandId, version, day, actorId, at }) => ({
    ...{ changeId: commandId, version, actorId, at },
    day: day as unknown as CalendarDayEntry,
    casesBehind: behind(version),
  }));
}

/** The change this command made, if it has been recorded. */
export async function findCalendarChange(
  database: Database,
  officeId: string,
  commandId: string,
): Promise<Pick<CalendarChangeLine, 'version' | 'day' | 'casesBehind'> | undefined> {
  const where = { officeId_commandId: { officeId, commandId } };
  const row = await database.calendarChange.findUnique({ where });
  if (!row) return undefined;
  const { version, day } = row;
  const [count] = await database.$queryRaw<{ cases: number }[]>`
    SELECT count(*)::int AS cases FROM cases WHERE office_id = ${officeId}::uuid AND NOT is_final
      AND (snapshot->'calendar'->>'version')::int < ${version}`;
  return { version, day: day as unknown as CalendarDayEntry, casesBehind: count?.cases ?? 0 };
}

export interface ActivationLine {
  changeId: string;
  ruleSet: string;
  actorId: string;
  at: Date;
  /** Open cases that are not on it yet; zero also once a later activation took its place. */
  casesBehind: number;
}

/** Activations of an office, the newest first. */
export async function listActivations(
  database: Database,
  officeId: string,
  limit: number,
): Promise<ActivationLine[]> {
  const rows = await database.ruleSetActivation.findMany({
    where: { officeId },
    orderBy: { at: 'desc' },
    take: limit,
  });
  const [newest, ...replaced] = rows;
  if (!newest) return [];
  const first = await withProgress(database, newest);
  return [first, ...replaced.map((row) => ({ ...lineOf(row), casesBehind: 0 }))];
}

/** The activation this command made, if it has been recorded. */
export async function findActivation(
  database: Database,
  officeId: string,
  commandId: string,
): Promise<ActivationLine | undefined> {
  const where = { officeId_commandId: { officeId, commandId } };
  const row = await database.ruleSetActivation.findUnique({ where });
  return row ? withProgress(database, row) : undefined;
}

type ActivationRow = Omit<ActivationLine, 'changeId' | 'casesBehind'> & {
  officeId: string;
  commandId: string;
};

function lineOf({ commandId, ruleSet, actorId, at }: ActivationRow) {
  return { changeId: commandId, ruleSet, actorId, at };
}

async function withProgress(database: Database, row: ActivationRow): Promise<ActivationLine> {
  const [count] = await database.$queryRaw<{ cases: number }[]>`
    SELECT count(*)::int AS cases FROM cases WHERE office_id = ${row.officeId}::uuid
      AND NOT is_final AND ${behindActivation(row.ruleSet, row.at)}`;
  return { ...lineOf(row), casesBehind: count?.cases ?? 0 };
}

/** Rule-set version → open cases on it. */
export async function countOpenCasesByRuleSet(
  database: Database,
  officeId: string,
): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ version: string; cases: number }[]>`
    SELECT snapshot->>'ruleSet' AS version, count(*)::int AS cases FROM cases
    WHERE office_id = ${officeId}::uuid AND NOT is_final GROUP BY 1`;
  return new Map(rows.map((row) => [row.version, row.cases]));
}
