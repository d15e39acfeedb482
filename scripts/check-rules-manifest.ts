/**
 * Published rule and calendar files are never edited: each has its SHA-256 in `rules/manifest.json`, and
 * this check fails on a changed, missing or unlisted file. `--add` lists new files and nothing else.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Manifest = Readonly<Record<string, string>>;

/** Path inside the rules folder → lower-case hex SHA-256 of every published JSON file, sorted. */
export function hashesOf(rulesFolder: string): Manifest {
  const files = readdirSync(rulesFolder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.includes('/') && file.endsWith('.json'))
    .sort();
  return Object.fromEntries(
    files.map((file) => {
      const bytes = readFileSync(path.join(rulesFolder, file));
      return [file, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
}

/** One sentence for each way in which the files differ from the manifest. */
export function manifestFaults(manifest: Manifest, hashes: Manifest): readonly string[] {
  const listed = Object.entries(manifest).flatMap(([file, hash]) => {
    if (hashes[file] === undefined) return [`${file} is listed but missing`];
    return hashes[file] === hash ? [] : [`${file} was edited after it was published`];
  });
  const unlisted = Object.keys(hashes).filter((file) => manifest[file] === undefined);
  return [...listed, ...unlisted.map((file) => `${file} is not listed`)];
}

function main(): number {
  const rulesFolder = path.join(__dirname, '..', 'rules');
  const manifestFile = path.join(rulesFolder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const hashes = hashesOf(rulesFolder);
  if (process.argv.includes('--add')) {
    // What is already listed keeps its hash: adding can never bless an edit.
    const next = Object.entries({ ...hashes, ...manifest }).sort(([left], [right]) =>
      left < right ? -1 : 1,
    );
    writeFileSync(manifestFile, `${JSON.stringify(Object.fromEntries(next), null, 2)}\n`);
    return 0;
  }
  const faults = manifestFaults(manifest, hashes);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main();
