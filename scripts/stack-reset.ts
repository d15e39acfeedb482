/**
 * Deletes this installation's data after asking: every case, every log-in, every setting. Fetched programs stay.
 * Refuses while it runs. Usage: npm run stack:reset [-- --yes]
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { removePostgresData } from '../stack/postgres';
import { clearUp, isRunning } from '../stack/running';

const directory = join(__dirname, '../.tiep-dan');

async function main(): Promise<void> {
  if (!existsSync(directory)) {
    console.log('There is nothing to delete.');
    return;
  }
  if (isRunning(directory)) throw new Error('It is running: stop it first (Ctrl-C where it runs).');
  if (!process.argv.includes('--yes') && !(await isAgreed())) {
    console.log('Nothing was deleted.');
    return;
  }
  await clearUp(directory, console.log);
  removePostgresData(join(directory, 'data/postgres'));
  for (const name of readdirSync(directory).filter((name) => name !== 'programs')) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  console.log('Deleted. The next `npm start` begins with an empty installation.');
}

async function isAgreed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const question = `Xóa toàn bộ dữ liệu trong ${directory}? / Delete all data in it? (y/N) `;
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
