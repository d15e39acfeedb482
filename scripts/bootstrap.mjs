/**
 * `npm start` begins here, in plain JavaScript, because on a fresh clone no package is installed yet.
 * Checks Node, installs the packages when the lockfile changed, generates the Prisma client when the schema did,
 * then loads start.ts into this same process: one process to signal, and no second that could be left behind.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
const stampFile = join(modules, '.lockfile.sha256');

process.chdir(root);
checkNode();
installPackages();
await import('./generate-prisma-client.mjs');
if (process.exitCode) process.exit();
const require = createRequire(import.meta.url);
require('tsx/cjs');
require('./start.ts');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isNewEnough =
    major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNewEnough) return;
  console.error(
    `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

function installPackages() {
  // The platform too: packages hold programs, and a folder may be copied from one machine to another.
  const platform = `${process.platform} ${process.arch}`;
  const stamp = createHash('sha256').update(readFileSync(lockfile)).update(platform).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalledByHand()) {
    console.log('Installing packages (npm ci): a minute or two the first time …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(
      npm,
      ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (status !== 0) {
      console.error('npm ci failed: the packages could not be installed.');
      process.exit(1);
    }
  }
  writeFileSync(stampFile, stamp);
}

/** npm leaves its own mark; when it is younger than the lockfile, someone has run `npm ci` already. */
function isInstalledByHand() {
  const mark = join(modules, '.package-lock.json');
  return (
    existsSync(mark) &&
    !existsSync(stampFile) &&
    statSync(mark).mtimeMs >= statSync(lockfile).mtimeMs
  );
}
