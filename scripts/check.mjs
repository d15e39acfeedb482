/**
 * The one command before a commit: runs every check that needs no server, in two lanes at once, prints only
 * what failed, and ends with 1 if anything did.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = [
  ...['activities', 'api', 'bench', 'config', 'domain', 'messaging', 'prisma', 'rules'],
  ...['scripts', 'stack', 'store', 'test', 'web', 'workers', 'workflows'],
];
const bin = (name) => path.join('node_modules', name);

// Two lanes that take about as long as each other.
const SOURCE = [
  ['lint', bin('eslint/bin/eslint.js'), '.'],
  ['types', bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  ['types of the pure rooms', bin('typescript/bin/tsc'), '-p', 'tsconfig.pure.json'],
  ['types of the page', bin('typescript/bin/tsc'), '-p', 'web/tsconfig.json'],
];
const REST = [
  [
    'format',
    bin('prettier/bin/prettier.cjs'),
    ...['--check', '--log-level', 'warn', '--cache', '--cache-location', 'build/prettier', '.'],
  ],
  [
    'import rule',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ...[
      '--config',
      '.dependency-cruiser.cjs',
      ...ROOMS.filter((room) => existsSync(path.join(ROOT, room))),
    ],
  ],
  // Replayed is what is shipped, so it is built from what is there now.
  ['workflow bundle', '--require', 'tsx/cjs', 'scripts/build-workflow-bundle.ts'],
  // The generated pages are compared by test/docs.unit.test.ts.
  ['unit and replay tests', bin('jest/bin/jest.js'), '--selectProjects', 'unit', 'replay'],
];

async function lane(steps) {
  let isSound = true;
  for (const [name, ...args] of steps) isSound = (await step(name, args)) && isSound;
  return isSound;
}

async function step(name, args) {
  const startedAt = Date.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(Buffer.concat(said).toString());
  return code === 0;
}

const startedAt = Date.now();
const results = await Promise.all([lane(SOURCE), lane(REST)]);
console.log(`${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
process.exitCode = results.every(Boolean) ? 0 : 1;
