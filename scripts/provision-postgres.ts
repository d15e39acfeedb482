/**
 * Makes the roles and empty databases in a PostgreSQL cluster that runs elsewhere: a one-shot of docker compose.
 * Safe to run again; it sets the passwords anew. Tables come from prisma/migrate.ts and Temporal's own tool.
 */
import { readProvisionEnv } from '../config/env';
import { provision } from '../stack/postgres';

async function main(): Promise<void> {
  const env = readProvisionEnv();
  const login = { host: env.POSTGRES_HOST, user: 'postgres', database: 'postgres' };
  await provision(
    { ...login, password: env.POSTGRES_PASSWORD },
    { owner: env.OWNER_PASSWORD, app: env.APP_PASSWORD, temporal: env.TEMPORAL_PASSWORD },
  );
  console.log('Roles and databases are there.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
