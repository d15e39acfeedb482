/**
 * The README's complaint by hand, run as it is printed, in bash, against the real processes. Only the
 * address is another one.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startTestApplication } from './support/application';
import type { TestApplication } from './support/application';

const run = promisify(execFile);

jest.setTimeout(5 * 60_000);

let system: TestApplication;

beforeAll(async () => {
  system = await startTestApplication();
});

afterAll(async () => {
  await system.stop();
});

it('a complaint goes from the counter to a sent decision by the commands of the README', async () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  const printed = /```sh\n(api=[^]*?)```/.exec(readme)?.[1] ?? '';
  const script = printed.replace('http://127.0.0.1:8080', system.url);
  expect(script).not.toBe(printed);
  const { stdout } = await run('bash', ['-eu', '-o', 'pipefail', '-c', script]);
  const answers = stdout.trim().split('\n');
  const states = answers.slice(0, 6).map((line) => (JSON.parse(line) as { state: string }).state);
  expect(states).toEqual(['classified', 'accepted', 'verifying', 'verified', 'decided', 'sent']);
  expect(stdout).toContain('"isChainIntact":true');
  expect(stdout).toContain('"lag":');
});
