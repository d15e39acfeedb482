/** Builds the workflow bundle that workers run and tests replay. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowBundlePath } from '../workers/workflow-bundle';

async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'workflows', 'index.ts'),
  });
  const target = workflowBundlePath();
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
  process.stdout.write(`${Math.round(code.length / 1024)} KiB workflow bundle\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
