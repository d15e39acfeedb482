/** Who may do what in PostgreSQL: the application reads and writes rows, and nothing more. */
import { Client } from 'pg';
import {
  type TestDatabase,
  asSuperuser,
  createTestDatabase,
  createTopicName,
  testStack,
} from '../support/stack';

let database: TestDatabase;
let app: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  app = new Client({ connectionString: database.appUrl });
  await app.connect();
});

afterAll(async () => {
  await app.end();
  await database.drop();
});

test('the application may read the migrated tables but not change the schema', async () => {
  await expect(app.query('SELECT count(*) FROM case_events')).resolves.toBeDefined();
  await expect(app.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
  await expect(app.query('DROP TABLE case_events')).rejects.toThrow(/must be owner/);
});

test('neither role is more than an ordinary one', async () => {
  const { rows } = await asSuperuser(testStack(), (client) =>
    client.query(
      "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname LIKE 'tiep_dan_%'",
    ),
  );
  const ordinary = { rolsuper: false, rolcreatedb: false, rolcreaterole: false };
  expect(rows).toEqual([ordinary, ordinary]);
});

test('the application may not look into the databases of Temporal', async () => {
  const address = new URL(testStack().appUrl);
  address.pathname = '/temporal';
  const client = new Client({ connectionString: address.toString() });
  await expect(client.connect()).rejects.toThrow(/permission denied for database/);
});

test('a test that leaves a connection open is named', async () => {
  const careless = await createTestDatabase();
  const client = new Client({ connectionString: careless.appUrl });
  client.on('error', () => undefined); // The server ends it when the database goes.
  await client.connect();
  await client.query('SELECT 42');
  await expect(careless.drop()).rejects.toThrow(/left 1 connection.*\n.*tiep_dan_app: SELECT 42/);
});

test('names are never given twice', () => {
  expect(createTopicName()).not.toBe(createTopicName());
});
