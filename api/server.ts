/** The API's main: reads the environment, builds the parts, listens, stops cleanly. */
import { readEnv } from '../config/env';
import { openDatabase } from '../store/client';
import { buildApp } from './app';
import { createCaseGateway } from './case-gateway';

async function main(): Promise<void> {
  const env = readEnv();
  const database = openDatabase(env.DATABASE_URL, { poolSize: env.DATABASE_POOL_SIZE });
  const gateway = createCaseGateway({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
  });
  const app = await buildApp({
    database,
    gateway,
    sessionSecret: env.SESSION_SECRET,
    logLevel: env.LOG_LEVEL,
    webDirectory: env.WEB_DIRECTORY,
    trustedProxies: env.TRUSTED_PROXIES,
  });
  await app.listen({ host: env.HTTP_HOST, port: env.HTTP_PORT });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await app.close();
  await gateway.close();
  await database.$disconnect();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
