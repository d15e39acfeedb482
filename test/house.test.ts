/**
 * The guards of the house are tested like everything else: each is fed deliberately bad samples and must
 * refuse them, and good ones, which it must let pass. A guard that stopped biting would pass in silence.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..');

jest.setTimeout(60_000);

describe('the compiler, in the pure rooms', () => {
  const GOOD = path.join(ROOT, 'domain', 'house-good-sample.ts');
  const BAD = path.join(ROOT, 'domain', 'house-bad-sample.ts');
  const SAMPLES = new Map([
    [GOOD, "import { addDays } from './civil-date';\nexport const next = addDays;\n"],
    [
      BAD,
      [
        "import { readFileSync } from 'node:fs';",
        'export const home = process.env;',
        'export const bytes = Buffer.alloc(1);',
        'export const page = document.title;',
        'setTimeout(() => readFileSync, 1);',
      ].join('\n'),
    ],
  ]);

  /** The pure rooms as they are, and the samples as if they stood in domain/. */
  function pureProgram(): ts.Program {
    const config = ts.getParsedCommandLineOfConfigFile(
      path.join(ROOT, 'tsconfig.pure.json'),
      { incremental: false },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
    );
    if (!config) throw new Error('tsconfig.pure.json can not be read');
    const base = ts.createCompilerHost(config.options);
    const host: ts.CompilerHost = {
      ...base,
      fileExists: (name) => SAMPLES.has(name) || base.fileExists(name),
      getSourceFile: (name, ...rest) => {
        const text = SAMPLES.get(name);
        return text === undefined
          ? base.getSourceFile(name, ...rest)
          : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
      },
    };
    return ts.createProgram([...config.fileNames, ...SAMPLES.keys()], config.options, host);
  }

  const program = pureProgram();
  const faultsOf = (file: string): string[] =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, ' '));

  test('lets pure code pass', () => {
    expect(faultsOf(GOOD)).toEqual([]);
  });

  test('knows nothing of Node: not one type of it is loaded', () => {
    const files = program.getSourceFiles().map((source) => source.fileName);
    expect(files.filter((name) => name.includes('@types/node/'))).toEqual([]);
  });

  test.each(['node:fs', "'process'", "'Buffer'", "'document'", "'setTimeout'"])(
    'refuses %s',
    (word) => {
      expect(faultsOf(BAD)).toContainEqual(expect.stringContaining(word));
    },
  );
});

describe('the import rule', () => {
  /** File, one import in it, and whether the house allows it. */
  const SAMPLES: readonly [string, string, boolean][] = [
    ['rules/a.ts', "import '../domain/x';", false],
    ['domain/a.ts', "import '../rules/index';", true],
    ['domain/b.ts', "import 'zod';", true],
    ['domain/c.ts', "import 'pg';", false],
    ['domain/d.ts', "import 'node:fs';", false],
    ['domain/e.ts', "import type { X } from '../store/x';", false],
    ['domain/f.ts', "import type { X } from '@prisma/client';", false],
    ['workflows/a.ts', "import type { X } from '../activities/index';", true],
    ['workflows/b.ts', "import { X } from '../activities/index';", false],
    ['workflows/c.ts', "import '../store/x';", false],
    ['workflows/d.ts', "import 'node:crypto';", false],
    ['workflows/e.ts', "import '@temporalio/client';", false],
    ['store/a.ts', "import '../domain/x'; import '@prisma/client'; import 'node:crypto';", true],
    ['store/b.ts', "import '../messaging/x';", false],
    ['messaging/a.ts', "import 'kafkajs';", true],
    ['messaging/b.ts', "import '../store/x';", false],
    ['activities/a.ts', "import '../store/record-facts';", true],
    ['activities/b.ts', "import '../workflows/case-messages';", false],
    ['activities/c.ts', "import '@temporalio/workflow';", false],
    [
      'api/a.ts',
      "import '../workflows/case-messages'; import '../store/x'; import 'fastify';",
      true,
    ],
    ['api/b.ts', "import '../workflows/index';", false],
    ['api/c.ts', "import '../store/record-facts';", false],
    ['api/d.ts', "import '../store/outbox';", false],
    ['api/e.ts', "import '../config/env';", false],
    ['api/f.ts', "import '../messaging/x';", false],
    ['api/server.ts', "import '../config/env';", true],
    ['api/g.ts', "import './server';", false],
    ['workers/a.ts', "import '../activities/index'; import '../messaging/x';", true],
    ['workers/b.ts', "import '../workflows/index';", false],
    ['workers/c.ts', "import '../api/x';", false],
    ['workers/d.ts', "import 'kafkajs';", false],
    ['workers/case-worker.ts', "import '../config/env';", true],
    ['workers/e.ts', "import './case-worker';", false],
    ['config/a.ts', "import 'zod';", true],
    ['config/b.ts', "import '../domain/x';", false],
    ['stack/a.ts', "import 'pg'; import 'node:net';", true],
    ['stack/b.ts', "import '../store/x';", false],
    ['api/h.ts', "import '../stack/x';", false],
    ['scripts/a.ts', "import '../store/x'; import '../stack/x'; import 'node:fs';", true],
    ['scripts/b.ts', "import '@prisma/client';", false],
    ['scripts/c.ts', "import '../test/x';", false],
    ['prisma/seed.ts', "import '../activities/index';", true],
    ['prisma/a.ts', "import '../store/generated/client';", false],
    ['bench/a.ts', "import '../domain/x'; import '../stack/x'; import '../prisma/seed';", true],
    ['bench/b.ts', "import '../web/x';", false],
    ['web/a.ts', "import 'react';", true],
    ['web/b.ts', "import type { X } from '../domain/x';", false],
    ['test/a.ts', "import '../web/x'; import '../stack/x'; import '../scripts/x';", true],
    ['store/c.ts', "import '../test/x';", false],
    ['domain/g.ts', "import './no-such-file';", false],
    ['domain/ring-a.ts', "import './ring-b';", false],
    ['newroom/a.ts', "import '../domain/x';", false],
  ];

  const STUBS = [
    ...['domain', 'store', 'messaging', 'api', 'stack', 'web', 'test', 'scripts'].map(
      (folder) => `${folder}/x.ts`,
    ),
    'rules/index.ts',
    'store/record-facts.ts',
    'store/outbox.ts',
    'store/generated/client.ts',
    'activities/index.ts',
    'workflows/index.ts',
    'workflows/case-messages.ts',
    'config/env.ts',
  ];

  const room = mkRoom();
  const refusedFiles = cruise();

  function mkRoom(): string {
    mkdirSync(path.join(ROOT, 'build'), { recursive: true });
    const folder = mkdtempSync(path.join(ROOT, 'build', 'house-'));
    const write = (name: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    };
    for (const stub of STUBS) write(stub, 'export type X = string;\nexport const X = 1;\n');
    write('domain/ring-b.ts', "import './ring-a';\n");
    for (const [name, imports] of SAMPLES) write(name, `${imports}\nexport type Y = string;\n`);
    write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext' } }));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    return folder;
  }

  /** Files of the room with an import that the rule refuses, with the names of the rules. */
  function cruise(): Map<string, string[]> {
    const folders = [...new Set([...STUBS, ...SAMPLES.map(([name]) => name)].map(folderOf))];
    const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const rule = path.join(ROOT, '.dependency-cruiser.cjs');
    const args = ['--config', rule, '--preserve-symlinks', '--output-type', 'json', ...folders];
    const output = run(program, args, room);
    const { summary } = JSON.parse(output) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    const refused = new Map<string, string[]>();
    for (const { from, rule: broken } of summary.violations) {
      refused.set(from, [...(refused.get(from) ?? []), broken.name]);
    }
    return refused;
  }

  afterAll(() => {
    rmSync(room, { recursive: true, force: true });
  });

  test.each(SAMPLES)('%s: %s', (name, _imports, isAllowed) => {
    expect({ name, refusedBy: refusedFiles.get(name) ?? [] }).toEqual(
      isAllowed
        ? { name, refusedBy: [] }
        : { name, refusedBy: expect.arrayContaining([expect.any(String)]) },
    );
  });

  test('has a good and a bad sample for every folder', () => {
    const folders = (isAllowed: boolean): string[] =>
      SAMPLES.filter((sample) => sample[2] === isAllowed).map(([name]) => folderOf(name));
    const good = new Set(folders(true));
    const bad = new Set(folders(false));
    const all =
      'domain workflows store messaging activities api workers config stack scripts prisma';
    for (const folder of all.split(' ')) {
      expect([folder, good.has(folder), bad.has(folder)]).toEqual([folder, true, true]);
    }
  });
});

function folderOf(name: string): string {
  return name.split('/')[0] ?? '';
}

/** Standard output of a Node program, whatever its exit code: a guard that refuses exits with one. */
function run(program: string, args: readonly string[], cwd: string, input = ''): string {
  try {
    return execFileSync(process.execPath, [program, ...args], {
      cwd,
      input,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (stdout === '') throw new Error(stderr, { cause: error });
    return stdout;
  }
}

describe('the linter', () => {
  const many = (line: string, times: number): string => `${line}\n`.repeat(times);

  /** File a text pretends to be, the text, and the rule that must refuse it; none for a good one. */
  const SAMPLES: readonly [string, string, string | undefined][] = [
    ['domain/ids.ts', 'export const dayOf = (at: number): Date => new Date(at);', undefined],
    ['domain/ids.ts', 'export const now = (): number => Date.now();', 'no-restricted-syntax'],
    ['domain/ids.ts', 'export const now = (): Date => new Date();', 'no-restricted-syntax'],
    ['domain/ids.ts', 'export const luck = (): number => Math.random();', 'no-restricted-syntax'],
    [
      'domain/ids.ts',
      "export const today = (): string => new Intl.DateTimeFormat('vi').format();",
      'no-restricted-syntax',
    ],
    [
      'domain/ids.ts',
      "export const on = (at: Date): string => new Intl.DateTimeFormat('vi').format(at);",
      undefined,
    ],
    ['rules/index.ts', 'export const now = (): number => Date.now();', 'no-restricted-syntax'],
    ['workflows/turnstile.ts', 'export const now = (): number => Date.now();', undefined],
    [
      'workflows/turnstile.ts',
      'export const now = (): Date => new Date();',
      'no-restricted-syntax',
    ],
    [
      'workflows/turnstile.ts',
      'export const home = (): unknown => Buffer.alloc(1);',
      'no-restricted-globals',
    ],
    ['store/client.ts', 'export const url = process.env.URL;', 'no-restricted-syntax'],
    ['config/env.ts', 'export const url = process.env.URL;', undefined],
    ['store/client.ts', 'export default 1;', 'no-restricted-syntax'],
    [
      'store/client.ts',
      'export function go(): void {\n  Promise.resolve();\n}\n',
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'store/client.ts',
      "import { Role } from '../domain/actors';\nexport const role: Role = 'chair';\n",
      '@typescript-eslint/consistent-type-imports',
    ],
    [
      'store/client.ts',
      "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    [
      'store/client.ts',
      'export function f() {\n  return 1;\n}\n',
      '@typescript-eslint/explicit-module-boundary-types',
    ],
    ['store/client.ts', many('export {};', 301), 'max-lines'],
    [
      'store/client.ts',
      `export function f(): number {\n  let n = 0;\n${many('  n += 1;', 60)}  return n;\n}\n`,
      'max-lines-per-function',
    ],
    [
      'store/client.ts',
      `export function f(n: number): number {\n${Array.from({ length: 10 }, (_, at) => `  if (n === ${at}) return ${at};`).join('\n')}\n  return n;\n}\n`,
      'complexity',
    ],
    [
      'store/client.ts',
      'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5): unknown[] => [a, b, c, d, e];',
      'max-params',
    ],
    [
      'store/client.ts',
      'export function f(n: number): number {\n  if (n) {\n    for (;;) {\n      while (n) {\n        if (n) return 1;\n      }\n    }\n  }\n  return 2;\n}\n',
      'max-depth',
    ],
    ['test/env.unit.test.ts', many('export {};', 301), undefined],
  ];

  const input = SAMPLES.map(([filePath, text]) => ({ filePath, text }));
  const found = JSON.parse(
    run(path.join(__dirname, 'support', 'lint-samples.mjs'), [], ROOT, JSON.stringify(input)),
  ) as string[][];

  test.each(SAMPLES.map(([file, , rule], index) => [file, rule ?? 'nothing', index] as const))(
    'in %s refuses by %s (sample %i)',
    (_file, rule, index) => {
      if (rule === 'nothing') expect(found[index]).toEqual([]);
      else expect(found[index]).toContain(rule);
    },
  );
});
