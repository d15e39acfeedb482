/** `npm run bench`: on a stack of its own, prints what was measured; docs/performance.md explains it. */
import { migrate } from '../prisma/migrate';
import { startTemporaryStack } from '../stack/temporary';
import { benchDueDates } from './due-dates';
import { benchLifecycles } from './lifecycles';
import { benchWhatIf } from './what-if';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const dates = benchDueDates();
  say(JSON.stringify({ bench: 'due-dates', ...dates }));
  say(JSON.stringify({ bench: 'what-if', ...benchWhatIf() }));
  const stack = await startTemporaryStack({ prefix: 'tiep-dan-bench-', isForTests: false });
  try {
    await migrate(stack.postgres.ownerUrl);
    const rates = await benchLifecycles({
      databaseUrl: stack.postgres.appUrl,
      temporalAddress: stack.temporal.address,
      temporalNamespace: stack.temporal.namespace,
    });
    say(JSON.stringify({ bench: 'lifecycles', ...rates }));
  } finally {
    await stack.remove();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
