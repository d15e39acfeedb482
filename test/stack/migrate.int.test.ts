/** Migrations run once, in order, whole or not at all, and an edited one is refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../prisma/migrate';
import { type TestDatabase, createTestDatabase } from '../support/stack';

let database: TestDatabase;
let folder: string;
let owner: Client;

const write = (name: string, sql: string): void => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
};

const tables = async (): Promise<string[]> => {
  const { rows } = await owner.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map(({ name }) => name);
};

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('DROP SCHEMA public CASCADE');
  await owner.query('CREATE SCHEMA public');
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await owner.end();
  await database.drop();
});

test('files run in order of their name, each once', async () => {
  write('0002_second', 'ALTER TABLE first ADD COLUMN more int;');
  write('0001_first', 'CREATE TABLE first (id int);');
  expect(await migrate(database.ownerUrl, folder)).toEqual(['0001_first', '0002_second']);
  expect(await migrate(database.ownerUrl, folder)).toEqual([]);
  expect(await tables()).toEqual(['_prisma_migrations', 'first']);
});

test('two that start at once do the work once', async () => {
  write('0001_first', 'CREATE TABLE first (id int); SELECT pg_sleep(0.2);');
  const runs = await Promise.all([
    migrate(database.ownerUrl, folder),
    migrate(database.ownerUrl, folder),
  ]);
  expect(runs.flat()).toEqual(['0001_first']);
});

test('a broken file says its name, leaves nothing of itself and keeps what came before', async () => {
  write('0001_first', 'CREATE TABLE first (id int);');
  write('0002_broken', 'CREATE TABLE second (id int); SELECT nothing_of_the_kind();');
  await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(
    /0002_broken failed and was undone/,
  );
  expect(await tables()).toEqual(['_prisma_migrations', 'first']);
  write('0002_broken', 'CREATE TABLE second (id int);');
  expect(await migrate(database.ownerUrl, folder)).toEqual(['0002_broken']);
});

test('an applied file that was edited is refused', async () => {
  write('0001_first', 'CREATE TABLE first (id int);');
  await migrate(database.ownerUrl, folder);
  write('0001_first', 'CREATE TABLE first (id int); -- better');
  write('0002_second', 'CREATE TABLE second (id int);');
  await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(/0001_first was edited/);
  expect(await tables()).not.toContain('second');
});

test('a database newer than the program, and a file numbered too low, are refused', async () => {
  write('0002_second', 'CREATE TABLE second (id int);');
  await migrate(database.ownerUrl, folder);
  write('0001_late', 'CREATE TABLE late (id int);');
  await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(
    /0001_late comes before 0002_second/,
  );
  rmSync(join(folder, '0002_second'), { recursive: true });
  await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(
    /0002_second, which this version/,
  );
});
