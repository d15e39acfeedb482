/** Jest's global teardown: stops the stack of the run and fails it when a test file left its database behind. */
import './global-setup';
import { TEST_DATABASE_PREFIX, asSuperuser } from './stack';

// Jest calls the default export, the one place where it demands one.
export default async function globalTeardown(): Promise<void> {
  const run = globalThis.tiepDanTestStack;
  if (run === undefined) return;
  const left = await asSuperuser(run.addresses, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [TEST_DATABASE_PREFIX],
    );
    return rows.map(({ datname }) => datname);
  });
  await run.stack.remove();
  if (left.length > 0)
    throw new Error(`Test files that never dropped their database: ${left.length}`);
}
