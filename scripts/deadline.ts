/**
 * Deadlines on the command line: one rule and start date, or one JSON request a line (`--jsonl`).
 * No database, no service; only domain and rules. Everything it says, the API's preview says too.
 */
import { createHash } from 'node:crypto';
import { createCertificate, sealCertificate } from '../domain/certificate';
import { renderCertificate } from '../domain/certificate-page';
import { refuse, isRefusal } from '../domain/refusals';
import type { Refusal } from '../domain/refusals';
import { parseDeadlineRequest } from '../domain/deadline-request';
import type { DeadlineAnswer } from '../domain/deadlines';
import { computeDeadline } from '../domain/deadlines';
import { DEADLINE_FLAGS } from '../domain/deadline-flags';
import type { CivilDate } from '../domain/civil-date';
import { civilDateAt, parseCivilDate } from '../domain/civil-date';
import { calendarYears, CURRENT_RULE_SET, RULE_SET_VERSIONS, rulesFor } from '../domain/rules';
import type { RuleSet } from '../domain/rules';
import type { WorkingCalendar } from '../domain/working-days';
import { createCalendar } from '../domain/working-days';

const USAGE = `Cách dùng / Usage:
  deadline --rule KN-RESOLVE-1 --start 2026-02-10 [--pause 2026-02-20..2026-03-02]…
           [--extend complex:15[@2026-03-10]] [--json]
  deadline --jsonl            mỗi dòng một yêu cầu JSON / one JSON request a line
  --certificate | --page      giải trình từng ngày, JSON hoặc trang in / day by day, as JSON or a page
  --as-known-on YYYY-MM-DD    bỏ qua ngày nghỉ công bố sau ngày này / ignore days off published later
  --rule-set VERSION          ${RULE_SET_VERSIONS.join(', ')}
`;

/** Longest line read whole, in bytes; a longer one is refused without being kept in memory. */
const MAX_LINE_BYTES = 1_048_576;
const NEW_LINE = 0x0a;

const OUTPUTS = ['json', 'jsonl', 'certificate', 'page'] as const;
const REPEATABLE = ['--pause', '--extend'];

type Options = {
  rule?: string;
  start?: string;
  pauses: { from: string; to?: string }[];
  extensions: { ground: string; days: number; decidedOn?: string }[];
  ruleSet: string;
  asKnownOn?: string;
  output: 'text' | 'json' | 'jsonl' | 'certificate' | 'page';
};

type Law = {
  readonly ruleSet: RuleSet;
  readonly calendar: WorkingCalendar;
  readonly asKnownOn?: CivilDate;
};

/** What is wrong with the words on the command line. */
type Fault = { readonly fault: string };

function readOptions(words: readonly string[]): Options | Fault {
  const options: Options = {
    pauses: [],
    extensions: [],
    ruleSet: CURRENT_RULE_SET,
    output: 'text',
  };
  const takers: Record<string, (value: string) => void> = {
    '--rule': (value) => (options.rule = value),
    '--start': (value) => (options.start = value),
    '--pause': (value) => options.pauses.push(readPause(value)),
    '--extend': (value) => options.extensions.push(readExtension(value)),
    '--rule-set': (value) => (options.ruleSet = value),
    '--as-known-on': (value) => (options.asKnownOn = value),
  };
  const given = new Set<string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const output = OUTPUTS.find((name) => word === `--${name}`);
    if (output !== undefined) options.output = output;
    else {
      index += 1;
      const value = words[index];
      const take = Object.hasOwn(takers, word) ? takers[word] : undefined;
      if (take === undefined) return { fault: `không có tùy chọn này / no such option: ${word}` };
      if (value === undefined) return { fault: `thiếu giá trị / no value: ${word}` };
      // The last of two would win in silence, and the answer be to another question.
      if (given.has(word) && !REPEATABLE.includes(word))
        return { fault: `nêu hai lần / given twice: ${word}` };
      given.add(word);
      take(value);
    }
  }
  return options;
}

/** `from..to`, or `from..` for a pause that still stands. */
function readPause(text: string): { from: string; to?: string } {
  const [from = '', to = ''] = text.split('..');
  return to === '' ? { from } : { from, to };
}

/** `ground:days` or `ground:days@decidedOn`. */
function readExtension(text: string): { ground: string; days: number; decidedOn?: string } {
  const [what = '', decidedOn] = text.split('@');
  const [ground = '', days = ''] = what.split(':');
  return {
    ground,
    days: /^\d+$/.test(days) ? Number(days) : Number.NaN,
    ...(decidedOn === undefined ? {} : { decidedOn }),
  };
}

function answer(input: unknown, law: Law): DeadlineAnswer | Refusal {
  const request = parseDeadlineRequest(input);
  return isRefusal(request) ? request : computeDeadline(request, law.ruleSet, law.calendar);
}

/** One line of output for one line of input, a blank one included: the n-th answer is to the n-th line. */
function answerLine(line: Buffer | 'too_long', law: Law): string {
  if (line === 'too_long') return `${JSON.stringify(refuse('invalid_json', TOO_LONG))}\n`;
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    return `${JSON.stringify(refuse('invalid_json'))}\n`;
  }
  return `${JSON.stringify(answer(input, law))}\n`;
}

/** Whole lines, a list for each chunk that came in, so that an answer never waits for a later question. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | 'too_long')[]> {
  let held: Buffer[] = [];
  let size = 0;
  const hold = (piece: Buffer): void => {
    size += piece.length;
    if (size > MAX_LINE_BYTES) held = [];
    else held.push(piece);
  };
  const take = (): Buffer | 'too_long' => {
    const line = size > MAX_LINE_BYTES ? 'too_long' : Buffer.concat(held);
    held = [];
    size = 0;
    return line;
  };
  for await (const chunk of input) {
    const lines: (Buffer | 'too_long')[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      hold(chunk.subarray(from, end));
      lines.push(take());
      from = end + 1;
    }
    hold(chunk.subarray(from));
    yield lines;
  }
  if (size > 0) yield [take()];
}

async function answerLines(law: Law): Promise<void> {
  for await (const lines of linesOf(process.stdin)) {
    const text = lines.map((line) => answerLine(line, law)).join('');
    if (text !== '' && !process.stdout.write(text)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
}

const TOO_LONG = {
  because: {
    vi: `dòng dài hơn ${MAX_LINE_BYTES} byte`,
    en: `the line is longer than ${MAX_LINE_BYTES} bytes`,
  },
};

/** A sealed certificate issued today, as JSON or as a page; refused like the deadline itself. */
function certificateText(input: unknown, law: Law, output: Options['output']): string | Refusal {
  const request = parseDeadlineRequest(input);
  if (isRefusal(request)) return request;
  const about = {
    issuedOn: civilDateAt(Date.now()),
    ...(law.asKnownOn === undefined ? {} : { calendarAsKnownOn: law.asKnownOn }),
  };
  const made = createCertificate(request, law.ruleSet, law.calendar, about);
  if (isRefusal(made)) return made;
  const sealed = sealCertificate(made, (text) => createHash('sha256').update(text).digest('hex'));
  return output === 'page' ? renderCertificate(sealed) : `${JSON.stringify(sealed, null, 2)}\n`;
}

/** Prints the answer to one request; the exit code is 2 for a refusal. */
function answerOnce(input: unknown, law: Law, output: Options['output']): number {
  if (output === 'certificate' || output === 'page') {
    const text = certificateText(input, law, output);
    if (typeof text === 'string') process.stdout.write(text);
    else print(text, true);
    return typeof text === 'string' ? 0 : 2;
  }
  const result = answer(input, law);
  print(result, output === 'json');
  return isRefusal(result) ? 2 : 0;
}

function print(result: DeadlineAnswer | Refusal, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else process.stdout.write(`${isRefusal(result) ? printedRefusal(result) : answerText(result)}\n`);
}

function printedRefusal(result: Refusal): string {
  return `Từ chối (${result.refusal}): ${result.detail.vi}\n  ${result.detail.en}`;
}

function answerText(result: DeadlineAnswer): string {
  const state = result.isFinal ? '' : '  (tạm tính / provisional)';
  return [
    `Hạn / Due: ${result.dueAt ?? result.dueOn ?? 'đang tạm đình chỉ / paused'}${state}`,
    ...result.explanation.map((line) => `- ${line}`),
    ...result.flags.map((flag) => `! ${DEADLINE_FLAGS[flag].vi}.`),
    ...result.warnings.map((warning) => `! ${warning.detail.vi}`),
  ].join('\n');
}

/** The rule set and calendar asked for. */
function lawOf(options: Options): Law | Fault {
  const ruleSet = rulesFor(options.ruleSet);
  if (ruleSet === undefined)
    return { fault: `không có bộ quy tắc này / no such rule set: ${options.ruleSet}` };
  if (options.asKnownOn === undefined)
    return { ruleSet, calendar: createCalendar(calendarYears()) };
  const asKnownOn = parseCivilDate(options.asKnownOn);
  if (asKnownOn === undefined)
    return { fault: `ngày không tồn tại / no such date: ${options.asKnownOn}` };
  const calendar = createCalendar(calendarYears(), [], { asKnownOn });
  return { ruleSet, calendar, asKnownOn };
}

/** The request that the words on the command line make; judged by the one parser afterwards. */
function requestOf({ rule, start, pauses, extensions }: Options): unknown {
  const [extension] = extensions;
  if (extensions.length > 1) return { rule, start, pauses, extensions };
  return { rule, start, pauses, ...(extension === undefined ? {} : { extension }) };
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const options = readOptions(words);
  if ('fault' in options) return misused(options);
  const law = lawOf(options);
  if ('fault' in law) return misused(law);
  if (options.output === 'jsonl') {
    await answerLines(law);
    return 0;
  }
  if (options.rule === undefined || options.start === undefined)
    return misused({ fault: 'cần / needed: --rule, --start' });
  return answerOnce(requestOf(options), law, options.output);
}

function misused({ fault }: Fault): number {
  process.stderr.write(`${fault}\n\n${USAGE}`);
  return 64;
}

// A reader that closes the pipe early (`| head`) has all it wanted.
process.stdout.on('error', () => process.exit(0));
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
