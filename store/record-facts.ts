/**
 * The only way a case changes. Step 7 of the walk: ONE transaction writes the case row (where the version
 * is the expected one), the hash-chained audit events, the outbox rows, the command that caused them, and
 * binds the words and files the events name. Retry-safe: the same command again returns what was recorded.
 */
import canonicalize from 'canonicalize';
import type { Actor } from '../domain/actors';
import type { Case } from '../domain/case';
import type { CivilDate } from '../domain/civil-date';
import { civilDateAt } from '../domain/civil-date';
import { nextDue } from '../domain/clocks';
import { EVENT_VERSION } from '../domain/events';
import type { Fact, RecordedEvent } from '../domain/events';
import { evolve } from '../domain/evolve';
import { referenceNumber } from '../domain/names';
import { KINDS } from '../domain/kinds';
import { isFinalState } from '../domain/lifecycle';
import { GENESIS_HASH } from './audit-chain';
import { readEventsAfter } from './audit-log';
import type { Database } from './client';
import { Prisma } from './generated/client';

/** The database, or a transaction on it. */
type Connection = Pick<Database, '$queryRaw' | 'caseEvent'>;

export interface RecordFactsInput {
  caseId: string;
  officeId: string;
  commandId: string;
  /** Lower-case hex SHA-256 of the command's type and data. */
  commandHash: string;
  actor: Actor;
  /** Epoch milliseconds at which it was decided. */
  decidedAt: number;
  /** The case the decision was made on; null for a new case. */
  current: Case | null;
  facts: Fact[];
}

export interface RecordedFacts {
  events: RecordedEvent[];
  /** Hash of the command first recorded under this id: another one means the id was used twice. */
  commandHash: string;
}

/** The stored case is not the one the decision was made on; retrying the same decision cannot help. */
export class StaleDecisionError extends Error {
  override readonly name = 'StaleDecisionError';
}

/** A fact names words, a file or a letter that is not stored for this case: never recorded. */
export class MissingWordsError extends Error {
  override readonly name = 'MissingWordsError';

  constructor(caseId: string) {
    super(`case ${caseId}: a fact names a text, file or letter that is not stored`);
  }
}

interface Head {
  version: number;
  command_hash: string | null;
  first_sequence: number | null;
  last_sequence: number | null;
}

/**
 * Records what a command made happen.
 *
 * @throws StaleDecisionError when the case has moved on under another command: decide again
 * @throws MissingWordsError when a named text, file or letter is not there: not worth a retry
 * @throws Prisma errors when the database cannot be reached or a constraint objects: retry
 */
export async function recordFacts(
  database: Database,
  input: RecordFactsInput,
): Promise<RecordedFacts> {
  // The one statement that writes is a transaction of its own; a new case needs its number in the same.
  return input.current === null
    ? database.$transaction((transaction) => record(transaction, input))
    : record(database, input);
}

async function record(connection: Connection, input: RecordFactsInput): Promise<RecordedFacts> {
  // A new case asks before it takes a reference number, every other command only when it was not written.
  const before = input.current === null ? await recordedEarlier(connection, input) : undefined;
  if (before) return before;
  const events = toEvents(input, await withReference(connection, input));
  if (await write(connection, input, events)) return { events, commandHash: input.commandHash };
  // Recorded before, or overtaken by another command; if neither, then words are missing.
  const earlier = await recordedEarlier(connection, input);
  if (earlier) return earlier;
  throw new MissingWordsError(input.caseId);
}

/** What this command recorded before. @throws StaleDecisionError when others moved the case since it was decided */
async function recordedEarlier(
  connection: Connection,
  input: RecordFactsInput,
): Promise<RecordedFacts | undefined> {
  const { caseId, commandId } = input;
  const [head] = await connection.$queryRaw<Head[]>`
    SELECT (SELECT coalesce(max(sequence), 0) FROM case_events WHERE case_id = ${caseId}::uuid)::int
        AS version, c.command_hash, c.first_sequence, c.last_sequence
    FROM (SELECT 1) AS one
    LEFT JOIN recorded_commands AS c
      ON c.case_id = ${caseId}::uuid AND c.command_id = ${commandId}::uuid`;
  if (!head) throw new Error('a one-row query returned no row');
  const { command_hash: commandHash, first_sequence: first, last_sequence: last } = head;
  if (commandHash !== null && first !== null && last !== null) {
    return { events: await readEventsAfter(connection, caseId, first - 1, last), commandHash };
  }
  const expected = input.current?.version ?? 0;
  if (head.version !== expected) throw stale(caseId, head.version, expected);
  return undefined;
}

/** Reference numbers are counted here, per office, kind and year, so that they have no gaps. */
async function withReference(connection: Connection, input: RecordFactsInput): Promise<Fact[]> {
  const [first, ...rest] = input.facts;
  if (first?.type !== 'CaseReceived') return input.facts;
  const { prefix } = KINDS[first.data.kind];
  const year = Number(first.data.receivedOn.slice(0, 4));
  const [counter] = await connection.$queryRaw<{ last: number }[]>`
    INSERT INTO reference_counters (office_id, prefix, year, last)
    VALUES (${input.officeId}::uuid, ${prefix}, ${year}, 1)
    ON CONFLICT (office_id, prefix, year) DO UPDATE SET last = reference_counters.last + 1
    RETURNING last`;
  const reference = referenceNumber(prefix, year, counter?.last ?? 1);
  return [{ ...first, data: { ...first.data, reference } } as Fact, ...rest];
}

function toEvents(input: RecordFactsInput, facts: readonly Fact[]): RecordedEvent[] {
  const version = input.current?.version ?? 0;
  const on: CivilDate = civilDateAt(input.decidedAt);
  return facts.map((fact, index) => {
    const sequence = version + index + 1;
    return {
      eventId: `${input.caseId}:${sequence}`,
      caseId: input.caseId,
      officeId: input.officeId,
      sequence,
      version: EVENT_VERSION,
      at: new Date(input.decidedAt).toISOString(),
      on,
      actor: input.actor,
      commandId: input.commandId,
      ...fact,
    } as RecordedEvent;
  });
}

function textIdIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('textId' in value)) return [];
  return typeof value.textId === 'string' ? [value.textId] : [];
}

/** Rows of the erasable tables that these facts name. */
function namedRows(facts: readonly RecordedEvent[]): string[] {
  return facts.flatMap((fact) => {
    if (fact.type === 'CaseReceived') return [fact.data.submissionId];
    if (fact.type === 'DocumentAttached') return [fact.data.document.documentId];
    return Object.values<unknown>(fact.data).flatMap(textIdIn);
  });
}

/** Writes the row if the version is the expected one, the command new and every named row of words there. */
function caseRow(input: RecordFactsInput, after: Case, named: number): Prisma.Sql {
  const due = nextDue(after);
  const dueOn = due?.dueOn ?? null;
  const clock = due?.clock ?? null;
  const isFinal = isFinalState(KINDS[after.kind], after.state);
  const updatedAt = new Date(input.decidedAt);
  const snapshot = JSON.stringify(after);
  if (input.current === null) {
    return Prisma.sql`INSERT INTO cases (case_id, office_id, kind, reference, state, is_final, version,
        received_on, assignee_id, next_due_on, next_clock, snapshot, updated_at)
      SELECT ${after.caseId}::uuid, ${after.officeId}::uuid, ${after.kind}, ${after.reference},
        ${after.state}, ${isFinal}, ${after.version}, ${after.milestones.received}::date, NULL,
        ${dueOn}::date, ${clock}, ${snapshot}::jsonb, ${updatedAt}
      FROM words WHERE found = ${named}
      RETURNING case_id`;
  }
  return Prisma.sql`UPDATE cases SET state = ${after.state}, is_final = ${isFinal},
      version = ${after.version}, assignee_id = ${after.assigneeId ?? null}::uuid,
      next_due_on = ${dueOn}::date, next_clock = ${clock},
      snapshot = ${snapshot}::jsonb, updated_at = ${updatedAt}
    FROM words
    WHERE case_id = ${after.caseId}::uuid AND version = ${input.current.version} AND found = ${named}
      AND NOT EXISTS (SELECT FROM recorded_commands
        WHERE case_id = ${after.caseId}::uuid AND command_id = ${input.commandId}::uuid)
    RETURNING case_id`;
}

type WordsTable = 'case_texts' | 'documents' | 'submissions';

function counted(table: WordsTable, caseId: string, ids: string[]): Prisma.Sql {
  return Prisma.sql`(SELECT count(*) FROM ${Prisma.raw(table)}
    WHERE id = ANY (${ids}::uuid[]) AND case_id = ${caseId}::uuid)`;
}

function bound(table: WordsTable, input: RecordFactsInput, ids: string[]): Prisma.Sql {
  return Prisma.sql`UPDATE ${Prisma.raw(table)} SET bound_at = ${new Date(input.decidedAt)}
    FROM moved WHERE id = ANY (${ids}::uuid[])`;
}

/**
 * The events as `rows`, each chained to the one before it by the formula of `eventHash`. The database counts,
 * because it knows the last hash: reading it first would be one more round trip for every command. Where that
 * hash is missing, every hash is null and the tables refuse the rows.
 */
function chained(input: RecordFactsInput, events: readonly RecordedEvent[]): Prisma.Sql {
  const version = input.current?.version ?? 0;
  const bodies = events.map((event) => canonicalize(event) ?? '');
  const lastHash =
    version === 0
      ? Prisma.sql`${GENESIS_HASH}`
      : Prisma.sql`(SELECT hash FROM case_events
          WHERE case_id = ${input.caseId}::uuid AND sequence = ${version})`;
  return Prisma.sql`bodies AS (
      SELECT (${version} + place)::int AS sequence, body
      FROM moved, unnest(${bodies}::text[]) WITH ORDINALITY AS listed (body, place)
    ),
    chain AS (
      SELECT ${version}::int AS sequence, NULL::text AS body, NULL::text AS previous_hash,
        ${lastHash}::text AS hash
      UNION ALL
      SELECT bodies.sequence, bodies.body, chain.hash,
        encode(sha256(convert_to(chain.hash || chr(10) || bodies.body, 'UTF8')), 'hex')
      FROM chain JOIN bodies ON bodies.sequence = chain.sequence + 1
    ),
    rows AS (
      SELECT event.*, previous_hash, hash
      FROM chain, jsonb_to_record(body::jsonb) AS event
        (sequence int, type text, version int, at timestamptz, "on" date, data jsonb)
      WHERE body IS NOT NULL
    )`;
}

/**
 * Everything in one statement: what is not moved is not written, so it needs no transaction around it.
 * Returns whether it was.
 */
async function write(
  connection: Connection,
  input: RecordFactsInput,
  events: readonly RecordedEvent[],
): Promise<boolean> {
  const before = input.current ?? undefined;
  const after = events.reduce<Case | undefined>((folded, event) => evolve(folded, event), before);
  if (!after || events.length === 0) throw new Error('a decision without facts is not recorded');
  const ids = namedRows(events);
  const { caseId } = input;
  const [written] = await connection.$queryRaw<{ moved: number }[]>`
    WITH RECURSIVE words AS (
      SELECT (${counted('case_texts', caseId, ids)} + ${counted('documents', caseId, ids)}
        + ${counted('submissions', caseId, ids)})::int AS found
    ),
    moved AS (${caseRow(input, after, ids.length)}),
    ${chained(input, events)},
    audited AS (
      INSERT INTO case_events (case_id, sequence, office_id, type, version, at, happened_on, actor_id,
        actor_role, command_id, data, previous_hash, hash)
      SELECT ${caseId}::uuid, sequence, ${input.officeId}::uuid, type, version, at, "on",
        ${input.actor.officerId}, ${input.actor.role}, ${input.commandId}::uuid, data, previous_hash,
        hash
      FROM rows ORDER BY sequence
    ),
    queued AS (
      INSERT INTO outbox (case_id, sequence)
      SELECT ${caseId}::uuid, sequence FROM rows ORDER BY sequence
    ),
    remembered AS (
      INSERT INTO recorded_commands (case_id, command_id, command_hash, first_sequence, last_sequence)
      SELECT ${caseId}::uuid, ${input.commandId}::uuid, ${input.commandHash}, min(sequence),
        max(sequence)
      FROM rows HAVING count(*) > 0
    ),
    texts AS (${bound('case_texts', input, ids)}),
    files AS (${bound('documents', input, ids)}),
    letters AS (${bound('submissions', input, ids)})
    SELECT (SELECT count(*) FROM moved)::int AS moved`;
  return written?.moved === 1;
}

function stale(caseId: string, found: number, expected: number): StaleDecisionError {
  return new StaleDecisionError(`case ${caseId}: decided on version ${expected}, found ${found}`);
}
