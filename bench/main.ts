/** `npm run bench`: on a stack of its own, prints what was measured; docs/performance.md explains it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../prisma/migrate';
import { claimDirectory } from '../stack/running';
import { PORT_NAMES } from '../stack/settings';
import type { Ports } from '../stack/settings';
import { startStack } from '../stack/stack';
import { benchDueDates } from './due-dates';
import { benchLifecycles } from './lifecycles';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const dates = benchDueDates();
  say(JSON.stringify({ bench: 'due-dates', ...dates }));
  const directory = mkdtempSync(join(tmpdir(), 'tiep-dan-bench-'));
  const claim = await claimDirectory(directory, () => undefined);
  const stack = await startStack({
    directory,
    programsDirectory: join(__dirname, '..', '.tiep-dan', 'programs'),
    ports: Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as Ports,
    onProgress: say,
    onLaunch: claim.add,
  });
  try {
    await migrate(stack.postgres.ownerUrl);
    const rates = await benchLifecycles({
      databaseUrl: stack.postgres.appUrl,
      temporalAddress: stack.temporal.address,
      temporalNamespace: stack.temporal.namespace,
    });
    say(JSON.stringify({ bench: 'lifecycles', ...rates }));
  } finally {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
