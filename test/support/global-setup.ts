/**
 * Jest's global setup of the projects that need the stack: starts one for the run and migrates its database, which
 * test files then copy. The addresses reach them through a file named in TIEP_DAN_TEST_STACK.
 * Also clears up after a run that was killed, since jest then calls no teardown.
 */
import type { TemporaryStack } from '../../stack/temporary';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../prisma/migrate';
import { clearUp, isRunning, readRunning } from '../../stack/running';
import { type TestStack, isTestFolder, startPrivateStack } from './stack';

declare global {
  var tiepDanTestStack: { stack: TemporaryStack; addresses: TestStack } | undefined;
}

// Jest calls the default export, the one place where it demands one.
export default async function globalSetup(): Promise<void> {
  await removeDeadRuns();
  const stack = await startPrivateStack();
  try {
    await migrate(stack.postgres.ownerUrl);
    const addresses = addressesOf(stack);
    const file = join(stack.directory, 'addresses.json');
    writeFileSync(file, JSON.stringify(addresses), { mode: 0o600 });
    process.env.TIEP_DAN_TEST_STACK = file;
    globalThis.tiepDanTestStack = { stack, addresses };
  } catch (error) {
    await stack.remove();
    throw error;
  }
}

function addressesOf(stack: TemporaryStack): TestStack {
  return {
    superuserUrl: stack.postgres.superuserUrl ?? '',
    appUrl: stack.postgres.appUrl,
    ownerUrl: stack.postgres.ownerUrl,
    temporalAddress: stack.temporal.address,
    temporalNamespace: stack.temporal.namespace,
    kafkaBrokers: [...(stack.kafka?.brokers ?? [])],
  };
}

async function removeDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(isTestFolder)) {
    const directory = join(tmpdir(), name);
    if (readRunning(directory) === undefined || isRunning(directory)) continue;
    await clearUp(directory, () => undefined);
    rmSync(directory, { recursive: true, force: true });
  }
}
