/**
 * `npm start` begins here, in plain JavaScript, because on a fresh clone no package is installed yet.
 * Checks Node, installs the packages when the lockfile changed, generates the Prisma client when the schema did,
 * then loads start.ts into this same process: one process to signal, and no second that could be left behind.
 * It must stay readable to Node 12, which Ubuntu 22.04 still offers: no `await` at the top, no `??`, no `?.`, no `rmSync`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const REMIND_EVERY_MS = 15_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
const stampFile = join(modules, '.lockfile.sha256');
const installingFile = join(root, '.tiep-dan/installing');

process.chdir(root);
checkNode();
main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

async function main() {
  await installPackages();
  await import('./generate-prisma-client.mjs');
  if (process.exitCode) process.exit();
  const require = createRequire(import.meta.url);
  require('tsx/cjs');
  require('./start.ts');
}

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

async function installPackages() {
  // The platform too: packages hold programs, and a folder may be copied from one machine to another.
  const platform = `${process.platform} ${process.arch}`;
  const stamp = createHash('sha256').update(readFileSync(lockfile)).update(platform).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalledByHand()) {
    claimInstallation();
    try {
      await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    } finally {
      unlinkSync(installingFile);
    }
  }
  writeFileSync(stampFile, stamp);
}

/** Two at once would delete each other's packages. What a killed one left behind is no obstacle. */
function claimInstallation() {
  mkdirSync(join(root, '.tiep-dan'), { recursive: true });
  const other = existsSync(installingFile) ? Number(readFileSync(installingFile, 'utf8')) : 0;
  if (other > 0 && isAlive(other) && isFresh(installingFile)) {
    throw new Error(`Another \`npm start\` is installing the packages, as process ${other}.`);
  }
  writeFileSync(installingFile, String(process.pid));
}

/** Written anew with every reminder: an old one, whose process id may be someone else's by now, was left behind. */
function isFresh(file) {
  return Date.now() - statSync(file).mtimeMs < 3 * REMIND_EVERY_MS;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function runNpm(args) {
  const startedAt = Date.now();
  console.log('Installing packages (npm ci): a minute or two the first time …');
  const reminder = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(`  … still installing packages (${seconds} s)`);
    writeFileSync(installingFile, String(process.pid));
  }, REMIND_EVERY_MS);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const fault = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : code && `exit code ${code}`),
    );
  });
  clearInterval(reminder);
  for (const signal of signals) process.off(signal, stop);
  if (fault) throw new Error(`npm ci failed, the packages could not be installed: ${fault}`);
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
