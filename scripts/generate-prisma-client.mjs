/**
 * Generates the Prisma client into store/generated, without internet. Run after `npm ci` and when the schema changed.
 * Prisma wants to download its schema engine first, which generating does not use: naming any file that exists as
 * that engine keeps it from asking. The setting lives in this script only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const schema = join(root, 'prisma/schema.prisma');
const generated = join(root, 'store/generated');
const stampFile = join(generated, '.schema.sha256');

// A container image installs its packages before it copies the sources: then there is nothing to generate from yet.
if (existsSync(schema)) generate();

function generate() {
  const prisma = createRequire(import.meta.url).resolve('prisma/package.json');
  const stamp = createHash('sha256')
    .update(readFileSync(schema))
    .update(readFileSync(prisma))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const command = [join(prisma, '../build/index.js'), 'generate', `--schema=${schema}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
  if (status === 0) {
    writeFileSync(stampFile, stamp);
    return;
  }
  console.error(`The Prisma client could not be generated:\n${stdout}${stderr}`);
  process.exitCode = 1;
}
