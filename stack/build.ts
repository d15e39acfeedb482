/**
 * Builds the page and the workflow bundle when anything they are made of changed, and only then.
 * The mark is a hash of every input, in the ignored folder `build/`. It must not know how they are built: that is
 * `npm run build`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process';
import { type OnProgress, onPath } from './programs';

const INPUTS = [
  'web',
  'domain',
  'rules',
  'workflows',
  'docs/openapi.json',
  'scripts/build-workflow-bundle.ts',
  'package-lock.json',
];
const OUTPUTS = ['build/workflow-bundle.js', 'web/dist/index.html'];
const IGNORED = new Set(['dist', 'node_modules']);

/** @throws Error with the end of the build's output when it fails. */
export async function buildIfChanged(root: string, onProgress: OnProgress): Promise<void> {
  const markFile = join(root, 'build/inputs.sha256');
  const mark = hashOf(root);
  const isBuilt = OUTPUTS.every((output) => existsSync(join(root, output)));
  if (isBuilt && existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return;
  onProgress('building the page and the workflow bundle');
  const npm = onPath('npm');
  if (npm === undefined) throw new Error('npm is not on PATH.');
  const fault = await run(npm, ['run', '--silent', 'build'], { cwd: root });
  if (fault !== undefined) throw new Error(`npm run build failed:\n${fault}`);
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(markFile, mark);
}

function hashOf(root: string): string {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((input) => filesBelow(root, input))) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesBelow(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  const names = readdirSync(join(root, path)).filter((name) => !IGNORED.has(name));
  return names.sort().flatMap((name) => filesBelow(root, join(path, name)));
}
