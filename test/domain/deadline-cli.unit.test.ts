/** The command line as a process: bytes in, one answer a line out, in order, whatever the bytes are. */
import { spawnSync } from 'node:child_process';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { createCertificate, sealCertificate } from '../../domain/certificate';
import { isRefusal } from '../../domain/refusals';
import { createCalendar } from '../../domain/working-days';
import { on, ruleSet, years } from '../support/deadline-requests';
import { VERIFIER_FILE } from '../support/load-verifier';

const ROOT = path.join(__dirname, '../..');

function run(
  words: string[],
  input: string | Buffer = '',
): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join(ROOT, 'scripts/deadline.ts'), ...words],
    { cwd: ROOT, input, maxBuffer: 1 << 28 },
  );
  return { status, out: stdout.toString('utf8'), err: stderr.toString('utf8') };
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const gist = (answer: Record<string, unknown>): unknown => answer.refusal ?? answer.dueOn;

describe('the deadline command', () => {
  it('answers line by line and in order, blank, broken and endless lines included', () => {
    const good =
      '{"rule":"KN-RESOLVE-1","start":"2026-02-10","pauses":[{"from":"2026-02-20","to":"2026-03-02"}],"extension":{"ground":"complex","days":15}}';
    const input = Buffer.concat([
      Buffer.from(`${good}\r\n\r\n   \n{"rule":\n`),
      Buffer.from([0xff, 0xfe, 0x22, 0x0a]),
      Buffer.from(`"${'x'.repeat(3_000_000)}"\n`),
      Buffer.from(`${'['.repeat(200_000)}\n`),
      Buffer.from('{"rule":"KN-SEND-1","start":"2026-02-30"}\n[1]\n'),
      Buffer.from('{"rule":"PA-ANSWER","start":"2026-02-10"}'),
    ]);
    const { status, out } = run(['--jsonl'], input);
    expect(status).toBe(0);
    expect(linesOf(out).map(gist)).toEqual([
      '2026-04-06',
      'invalid_json',
      'invalid_json',
      'invalid_json',
      'invalid_json',
      'invalid_json',
      'invalid_json',
      'impossible_date',
      'invalid_request',
      '2026-03-03',
    ]);
    expect(linesOf(out)[0]).toMatchObject({ ruleSet: '2026-11', confidence: 'primary_mirror' });
  });

  it('prints Vietnamese for people and JSON for programs, and exits 2 on a refusal', () => {
    const people = run([
      '--rule',
      'KN-RESOLVE-1',
      '--start',
      '2026-02-10',
      '--pause',
      '2026-02-20..2026-03-02',
      '--extend',
      'complex:15',
    ]);
    expect(people.status).toBe(0);
    expect(people.out).toContain('2026-04-06');
    expect(people.out).toContain('Tạm đình chỉ');
    const refused = run(['--rule', 'KN-SEND-1', '--start', '2026-02-30', '--json']);
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.out)).toMatchObject({ refusal: 'impossible_date' });
  });

  it('prints a certificate the verifier accepts from its standard input, and a page', () => {
    const asked = [
      '--rule',
      'KN-RESOLVE-1',
      '--start',
      '2026-07-06',
      '--extend',
      'complex:15@2026-08-05',
    ];
    const certificate = run([...asked, '--certificate']);
    expect(certificate.status).toBe(0);
    const verified = spawnSync(process.execPath, [VERIFIER_FILE, '-'], { input: certificate.out });
    expect(verified.status).toBe(0);
    expect(run([...asked, '--page']).out).toContain('20/08/2026');
    expect(run(['--rule', 'PA-RESOLVE', '--start', '2026-07-06', '--certificate']).status).toBe(2);
  });

  const ASKED = ['--rule', 'KN-SEND-1', '--start', '2026-02-10'];
  it.each([
    ['needed: --rule, --start', ['--start', '2026-02-10']],
    ['no value: --rule', ['--rule']],
    ['no such option: --bogus', ['--bogus', ...ASKED]],
    ['given twice: --rule', [...ASKED, '--rule', 'KN-SEND-2']],
    ['no such rule set: 1999', [...ASKED, '--rule-set', '1999']],
    ['no such date: 2026-02-30', [...ASKED, '--as-known-on', '2026-02-30']],
  ])('says what was asked wrongly, and how to ask: %s', (fault, words) => {
    const wrong = run(words);
    expect(wrong).toMatchObject({ status: 64, out: '' });
    expect(wrong.err.split('\n')[0]).toContain(fault);
    expect(wrong.err).toContain('--jsonl');
  });

  it('shows how to use it when asked', () => {
    const help = run(['--help']);
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('--jsonl');
  });

  it('counts with what was known on an earlier day', () => {
    const late = run(['--rule', 'KN-SEND-1', '--start', '2025-12-31', '--json']);
    const early = run([
      '--rule',
      'KN-SEND-1',
      '--start',
      '2025-12-31',
      '--json',
      '--as-known-on',
      '2025-12-24',
    ]);
    expect(gist(JSON.parse(late.out) as Record<string, unknown>)).toBe('2026-01-07');
    expect(gist(JSON.parse(early.out) as Record<string, unknown>)).toBe('2026-01-06');
  });
});

describe('the verifier as a program', () => {
  it('exits 0 for a sound certificate and 1, with the difference, for a forged one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
    const made = createCertificate(
      { rule: 'PA-ANSWER', start: on('2026-02-10') },
      ruleSet,
      createCalendar(years),
      { issuedOn: on('2026-11-24') },
    );
    if (isRefusal(made)) throw new Error(made.detail.en);
    const sound = sealCertificate(made, (text) => createHash('sha256').update(text).digest('hex'));
    const check = (name: string, certificate: object) => {
      const file = path.join(folder, name);
      writeFileSync(file, JSON.stringify(certificate));
      const { status, stderr } = spawnSync(process.execPath, [VERIFIER_FILE, file]);
      return { status, err: stderr.toString('utf8') };
    };
    expect(check('sound.json', sound).status).toBe(0);
    const forged = check('forged.json', {
      ...sound,
      result: { ...sound.result, dueOn: '2026-03-04' },
    });
    expect(forged.status).toBe(1);
    expect(forged.err).toContain('result.dueOn');
    rmSync(folder, { recursive: true });
  });
});
