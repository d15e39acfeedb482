/**
 * Opens and closes the database. Only files of this folder touch the Prisma client; rows become domain
 * values before they leave it.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client';

export type Database = PrismaClient;

export interface DatabaseOptions {
  /** Most connections this process holds. */
  poolSize?: number;
  /** How long a caller waits for a connection before failing, ms; pg waits for ever by default. */
  connectionTimeoutMs?: number;
}

/** A statement that runs longer than this is stuck, not slow. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** More than the texts of fixed shape that any process of ours has. */
const KEPT_STATEMENTS = 200;

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const connectionTimeoutMillis = options.connectionTimeoutMs ?? 5_000;
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.poolSize ?? 5,
      connectionTimeoutMillis,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    },
    { statementNameGenerator: createStatementNames() },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: connectionTimeoutMillis, timeout: STATEMENT_TIMEOUT_MS },
  });
}

/**
 * Names for statements, so that each connection has PostgreSQL parse and plan a text once, not at every call.
 * A list of ids of another length is another text: only so many are kept.
 */
function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (!names.has(sql) && names.size < KEPT_STATEMENTS) names.set(sql, `s${names.size}`);
    // To the driver no name means: keep nothing.
    return names.get(sql) ?? '';
  };
}

/** Whether the database answers; for readiness. */
export async function isReachable(database: Database): Promise<boolean> {
  return database.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** Not reachable, too slow to answer, gone in the middle, no connection free. */
const OUTAGES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

/** Whether a failure is the database's absence, which passes, and not a fault of ours. */
export function isOutage(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && OUTAGES.has(error.code);
}
