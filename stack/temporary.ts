/** A whole stack for one run, on free ports in a folder of its own, gone afterwards: benches, recordings, tests. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgresData } from './postgres';
import { type Claim, claimDirectory } from './running';
import { PORT_NAMES, type Ports } from './settings';
import { type Stack, startStack } from './stack';

export interface TemporaryStack extends Stack {
  readonly directory: string;
  /** Pass it on for programs started beside the stack, so that a killed run can be cleared up. */
  readonly onLaunch: Claim['add'];
  /** Stops the stack and deletes its folder. */
  remove(): Promise<void>;
}

export interface TemporaryStackOptions {
  /** Start of the folder's name in the system's temporary folder. */
  readonly prefix: string;
  /** No fsync, and time may be skipped: for tests and recordings, never for measuring. */
  readonly isForTests: boolean;
}

export async function startTemporaryStack(options: TemporaryStackOptions): Promise<TemporaryStack> {
  const directory = mkdtempSync(join(tmpdir(), options.prefix));
  // Others may enter, since PostgreSQL may run as another user.
  chmodSync(directory, 0o755);
  const claim = await claimDirectory(directory, () => undefined);
  const stack = await startStack({
    directory,
    programsDirectory: join(__dirname, '../.tiep-dan/programs'),
    ports: Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as Ports,
    isForTests: options.isForTests,
    onProgress: () => undefined,
    onLaunch: claim.add,
  });
  const remove = async (): Promise<void> => {
    await stack.stop();
    removePostgresData(join(directory, 'data/postgres'));
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...stack, directory, onLaunch: claim.add, remove };
}
