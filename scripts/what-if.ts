/**
 * What a draft rule set or calendar would do to the cases of an office, or of all: who becomes late, who
 * becomes timely, which dates move. Reads the database and changes nothing; progress goes to stderr.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readWorkerEnv } from '../config/env';
import type { CivilDate } from '../domain/civil-date';
import { civilDateAt, parseCivilDate } from '../domain/civil-date';
import { faultText, parseDraftCalendar, parseRuleSet } from '../domain/deadline-rule-schema';
import type { Parsed } from '../domain/deadline-rule-schema';
import { EFFECTS, whatIf } from '../domain/what-if';
import type { ClockChange, Draft, Effect, WhatIfLine, WhatIfSummary } from '../domain/what-if';
import { countCases, streamCases } from '../store/case-stream';
import type { Database } from '../store/client';
import { openDatabase } from '../store/client';
import { listOfficeIds } from '../store/officers';

const USAGE = `Cách dùng / Usage:
  what-if --calendar draft.json | --rules draft.json [--office id] [--today YYYY-MM-DD] [--json]

  --calendar   một năm như rules/calendars/2026.json, hoặc danh sách ngày / a year, or a list of days
  --rules      như rules/<version>/deadlines.json
  --today      ngày để xét hồ sơ đang mở / the day open cases are judged by
`;

const EFFECT_WORDS: Record<Effect, string> = {
  becomes_late: 'thành quá hạn / becomes late',
  becomes_timely: 'thành đúng hạn / becomes timely',
  moves: 'dời ngày / moves',
  appears: 'thêm thời hạn / appears',
  disappears: 'mất thời hạn / disappears',
  refused: 'không cho phép / refused',
};

interface Asked {
  draft: Draft;
  officeId: string | undefined;
  today: CivilDate;
  isJson: boolean;
}

/** Faults of a draft, one a line. */
class DraftError extends Error {}

function readDraft<T>(file: string | undefined, parse: (json: unknown) => Parsed<T>) {
  if (file === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DraftError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parse(json);
  if ('value' in parsed) return parsed.value;
  throw new DraftError(parsed.faults.map((fault) => `${file}: ${faultText(fault)}`).join('\n'));
}

/** Undefined when the words are not understood. */
function readAsked(): Asked | undefined {
  const { values } = parseArgs({
    options: {
      calendar: { type: 'string' },
      rules: { type: 'string' },
      office: { type: 'string' },
      today: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const today = parseCivilDate(values.today ?? civilDateAt(Date.now()));
  if (!today || (values.calendar === undefined && values.rules === undefined)) return undefined;
  const calendar = readDraft(values.calendar, parseDraftCalendar);
  const ruleSet = readDraft(values.rules, parseRuleSet);
  return { draft: { calendar, ruleSet }, officeId: values.office, today, isJson: values.json };
}

function changeText({ reference, clock, effect, before, after }: ClockChange): string {
  const dates = [before, after].map((due) => (due ? (due.dueOn ?? 'tạm đình chỉ') : '—'));
  return `${reference}  ${clock}: ${dates.join(' → ')} (${EFFECT_WORDS[effect]})`;
}

function summaryText({ cases, casesTouched, open, closed }: WhatIfSummary): string {
  const counts = EFFECTS.map(
    (effect) =>
      `  ${EFFECT_WORDS[effect]}: ${open[effect]} đang mở / open, ${closed[effect]} đã đóng / closed`,
  );
  return [`${casesTouched}/${cases} hồ sơ / cases:`, ...counts].join('\n');
}

/** What is printed of a line; undefined for what is not. */
function printed(line: WhatIfLine, officeId: string, isJson: boolean): string | undefined {
  if (line.type === 'progress') return undefined;
  if (isJson) return JSON.stringify({ officeId, ...line });
  return line.type === 'change' ? changeText(line) : summaryText(line);
}

async function tryOn(database: Database, officeId: string, asked: Asked): Promise<void> {
  const of = await countCases(database, officeId);
  const lines = whatIf(streamCases(database, officeId), { ...asked, of });
  for await (const line of lines) {
    if (line.type === 'progress') process.stderr.write(`${line.cases}/${line.of} hồ sơ / cases\n`);
    const text = printed(line, officeId, asked.isJson);
    // A slow reader holds the walk up rather than filling memory.
    if (text !== undefined && !process.stdout.write(`${text}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
}

async function main(): Promise<number> {
  const asked = readAsked();
  if (!asked) {
    process.stderr.write(USAGE);
    return 64;
  }
  const database = openDatabase(readWorkerEnv().DATABASE_URL, { poolSize: 1 });
  try {
    const offices = asked.officeId ? [asked.officeId] : await listOfficeIds(database);
    for (const officeId of offices) await tryOn(database, officeId, asked);
  } finally {
    await database.$disconnect();
  }
  return 0;
}

// A reader that closes the pipe early (`| head`) has all it wanted.
process.stdout.on('error', () => process.exit(0));
main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof DraftError ? 2 : 1;
  });
