/**
 * The documentation is true: generated pages are what the code says, links lead somewhere, commands and code
 * shown exist and work, the index of decisions is complete, the glossary's code words are in the code.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_BODY, ReceiveCaseBody } from '../domain/commands';
import type { CommandName } from '../domain/commands';
import { parseCivilDate } from '../domain/civil-date';
import { parseDeadlineRequest } from '../domain/deadline-request';
import { computeDeadline } from '../domain/deadlines';
import { calendarYears, CURRENT_RULE_SET, rulesFor } from '../domain/rules';
import { createCalendar } from '../domain/working-days';
import { DEMO_USERS } from '../prisma/seed';
import { generatedDocs } from '../scripts/generate-docs';

const ROOT = path.join(__dirname, '..');
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

const PAGES = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((name) => name !== '');

describe('generated pages', () => {
  test('are what the code says: `npm run docs` would change nothing', async () => {
    for (const [name, text] of Object.entries(await generatedDocs())) {
      expect({ name, text: read(name) }).toEqual({ name, text });
    }
  });
});

describe('links', () => {
  test.each(PAGES)('of %s lead to files that exist', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = targets.filter(
      (target) => !existsSync(path.join(ROOT, path.dirname(page), target)),
    );
    expect(missing).toEqual([]);
  });

  test('every page for people is reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+\.md)/g)) {
        reached.add(path.posix.normalize(path.posix.join(path.posix.dirname(page), target)));
      }
    }
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe('decision records', () => {
  const folder = path.join(ROOT, 'docs/decisions');
  const records = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));

  test('are all in the index, in order, under their own titles', () => {
    const index = read('docs/decisions/README.md').match(/^- .*$/gm);
    expect(index).toEqual(
      records.map((name) => {
        const [, number, title] = /^# (\d{4}) (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
        return `- [${number}](${name}) ${title}`;
      }),
    );
  });

  test('are numbered without a gap', () => {
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, at) => at + 1));
  });

  test.each(records)('%s has a date, a status and what would change our mind', (name) => {
    const text = read(`docs/decisions/${name}`);
    expect(parseCivilDate(/^Date: (.+)$/m.exec(text)?.[1] ?? '')).toBeDefined();
    const chapters = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(chapters).toEqual([
      'Status',
      'Context',
      'Decision',
      'Consequences',
      'What would change our mind',
    ]);
  });
});

describe('the README', () => {
  const readme = read('README.md');

  test.each(['README.md', 'CONTRIBUTING.md'])('%s names only npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(start|test))/g)];
    const names = named.map(([, script, short]) => script ?? short ?? '');
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('lists the demonstration’s log-ins', () => {
    for (const { userName, password, role } of DEMO_USERS) {
      expect(readme).toMatch(
        new RegExp(`\\| \`${userName}\` +\\| \`${password}\` +\\|.*\`${role}\``),
      );
    }
  });

  test('walks a complaint with bodies that the API takes', () => {
    const body = /-d '(\{\n[^]*?\n {2}\})'/.exec(readme)?.[1] ?? '';
    const received = JSON.parse(body.replace(/"'"\$today"'"/, '"2026-11-24"')) as unknown;
    expect(ReceiveCaseBody.safeParse(received).error).toBeUndefined();
    const given = [...readme.matchAll(/^give \w+ (\w+) '(.*)'$/gm)];
    expect(given.map(([, name]) => name)).toEqual([
      'ClassifyCase',
      'AcceptCase',
      'AssignCase',
      'ReportVerification',
      'IssueDecision',
      'SendDecision',
    ]);
    for (const [, name = '', text = ''] of given) {
      const id = '0197a000-0000-7000-8000-0000000000a2';
      const data = JSON.parse(text.replace(/'"\$officer"'/, id)) as unknown;
      expect(COMMAND_BODY[name as CommandName].safeParse(data).error).toBeUndefined();
    }
  });

  test('says the date that the engine says', () => {
    const [, rule, start, ground, days, decidedOn] =
      /--rule (\S+) --start (\S+) --extend (\w+):(\d+)@(\S+)/.exec(readme) ?? [];
    const extension = { ground, days: Number(days), decidedOn };
    const request = parseDeadlineRequest({ rule, start, extension });
    const ruleSet = rulesFor(CURRENT_RULE_SET);
    if ('refusal' in request || !ruleSet) throw new Error('the example is not a request');
    const answer = computeDeadline(request, ruleSet, createCalendar(calendarYears()));
    expect(readme).toContain(`It answers \`${'dueOn' in answer ? answer.dueOn : ''}\``);
  });

  test('names seven files to read, which together stay within one sitting', () => {
    const files = [...readme.matchAll(/^\d\. \[(.+?)\]\(\1\)/gm)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(7);
    const lines = files.map((name) => read(name).split('\n').length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(300);
  });
});

describe('the glossary', () => {
  const rows = read('docs/glossary.md')
    .split('\n')
    .filter(
      (line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.includes('in code'),
    )
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('has at least sixty words, each in Vietnamese, English and code, none twice', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(rows.filter((row) => row.slice(1, 4).includes(''))).toEqual([]);
    const words = rows.map((row) => row[1]);
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  });

  test('names code words that the code knows', () => {
    const sources = execFileSync('git', ['ls-files', '*.ts', '*.prisma', '*.sql', '*.csv'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const names = sources
      .split('\n')
      .filter((name) => name !== '' && existsSync(path.join(ROOT, name)));
    const code = [...names, ...names.map(read)].join('\n').toLowerCase();
    const words = rows.flatMap((row) => [...(row[3] ?? '').matchAll(/`([^`]+)`/g)]);
    const unknown = words
      .map(([, word = '']) => word)
      // An example of a number, and a family of names.
      .filter((word) => !/^KN-\d/.test(word))
      .filter((word) => !code.includes(word.replace('…', '').toLowerCase()));
    expect(unknown).toEqual([]);
  });
});
