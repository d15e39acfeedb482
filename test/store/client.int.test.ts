/** What a connection keeps between calls: statements of fixed shape, and not one for every length of a list. */
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { createTestDatabase } from '../support/stack';
import type { TestDatabase } from '../support/stack';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { poolSize: 1 });
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

interface Kept {
  statement: string;
  /** How often it was run as prepared. */
  runs: number;
}

const kept = (): Promise<Kept[]> => database.$queryRaw<Kept[]>`
  SELECT statement, (generic_plans + custom_plans)::int AS runs FROM pg_prepared_statements`;

it('a statement is parsed once a connection, whatever its values', async () => {
  for (const kind of ['complaint', 'other', 'third']) {
    await database.caseRow.count({ where: { kind } });
  }
  const counts = (await kept()).filter(({ statement }) => statement.includes('"cases"'));
  expect(counts).toEqual([{ statement: expect.any(String) as string, runs: 3 }]);
});

it('lists of ever new lengths do not fill the server', async () => {
  for (let length = 1; length <= 250; length += 1) {
    const caseId = { in: Array.from({ length }, () => randomUUID()) };
    expect(await database.caseRow.findMany({ where: { caseId } })).toEqual([]);
  }
  expect((await kept()).length).toBe(200);
});
