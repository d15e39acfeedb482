/** The first thing `npm start` does, on a machine that has nothing yet: install the packages, once, and be stoppable. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../../config/env';

const FAKE_NPM = `#!/bin/sh
echo $$ > npm.pid
trap 'rm npm.pid; exit 3' TERM
while [ ! -e go-on ]; do sleep 0.05; done
rm npm.pid
exit 1
`;

interface Start {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; text: string }>;
}

let root: string;
let starts: Start[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'bin'));
  copyFileSync(join(__dirname, '../../scripts/bootstrap.mjs'), join(root, 'scripts/bootstrap.mjs'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'bin/npm'), FAKE_NPM, { mode: 0o755 });
  starts = [];
});

afterEach(async () => {
  writeFileSync(join(root, 'go-on'), '');
  await Promise.all(starts.map(({ ended }) => ended));
  rmSync(root, { recursive: true });
});

function start(): Start {
  const path = [join(root, 'bin'), childEnvironment().PATH].join(delimiter);
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs'], {
    cwd: root,
    env: childEnvironment({ PATH: path }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, text }));
  });
  const one = { child, ended };
  starts.push(one);
  return one;
}

const isInstalling = (): boolean => existsSync(join(root, 'npm.pid'));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('while one start installs the packages, a second says so and leaves them alone', async () => {
  const first = start();
  await until(isInstalling);
  const second = await start().ended;
  expect(second).toEqual({
    code: 1,
    text: `Another \`npm start\` is installing the packages, as process ${first.child.pid}.\n`,
  });
  expect(isInstalling()).toBe(true);
  writeFileSync(join(root, 'go-on'), '');
  const { code, text } = await first.ended;
  expect({ code, text }).toEqual({
    code: 1,
    text: expect.stringMatching(/the packages could not be installed: exit code 1\n$/),
  });
});

test('asked to stop, it stops npm and then itself, and the next start begins anew', async () => {
  const first = start();
  await until(isInstalling);
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(1);
  expect(isInstalling()).toBe(false);
  const next = start();
  await until(isInstalling);
  writeFileSync(join(root, 'go-on'), '');
  expect((await next.ended).text).toMatch(/^Installing packages/);
});

test('what a killed start left behind is no obstacle', async () => {
  mkdirSync(join(root, '.tiep-dan'));
  writeFileSync(join(root, '.tiep-dan/installing'), '4194304');
  writeFileSync(join(root, 'go-on'), '');
  expect((await start().ended).text).toMatch(/^Installing packages/);
});
