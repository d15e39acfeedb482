/**
 * Brings the database to this version: runs the SQL files of prisma/migrations in order, each once, each in one
 * transaction, and writes them down in Prisma's own table. Plain SQL, because grants and triggers guard the audit log.
 * Forward only: it refuses an applied file that was edited, and must never undo or repair one.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { readOwnerUrl } from '../config/env';

// Any number will do, as long as nothing else in this database locks the same one.
const LOCK = 7_104_202_611;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * @param ownerUrl the role that owns the schema
 * @param directory holds one folder a migration, named in order, with a `migration.sql`
 * @returns the names applied now, in order; empty when the database was up to date
 * @throws Error naming the migration when one fails (nothing of it remains), was edited, is unknown or comes too late
 */
export async function migrate(
  ownerUrl: string,
  directory: string = join(__dirname, 'migrations'),
): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Several processes may start at once: the second waits here and then finds nothing to do.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(CREATE_TABLE);
    const pending = pendingOf(readMigrations(directory), await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // Ends the session, and with it the lock.
  }
}

const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory).filter((name) =>
    existsSync(join(directory, name, 'migration.sql')),
  );
  return names.sort().map((name) => {
    const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** Migration name → checksum, for what is in the database. */
async function readApplied(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function pendingOf(migrations: readonly Migration[], applied: Map<string, string>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const last = [...applied.keys()].sort().at(-1) ?? '';
  for (const name of applied.keys()) {
    if (!known.has(name)) {
      throw new Error(`The database has migration ${name}, which this version does not know.`);
    }
  }
  return migrations.filter(({ name, checksum }) => {
    const checksumThen = applied.get(name);
    if (checksumThen === undefined && name < last) {
      throw new Error(`Migration ${name} comes before ${last}, which is applied: number it after.`);
    }
    if (checksumThen !== undefined && checksumThen !== checksum) {
      throw new Error(
        `Migration ${name} was edited after it was applied: write a new one instead.`,
      );
    }
    return checksumThen === undefined;
  });
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date(Date.now());
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and was undone: ${String(error)}`, { cause: error });
  }
}

async function main(): Promise<void> {
  const applied = await migrate(readOwnerUrl());
  console.log(
    applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`,
  );
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
