/**
 * The engine against `test/golden/deadlines.csv`, which was written from the law and not from the engine.
 * A failing row is a question to the row's author; never edit an expectation to fit the program.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRefusal } from '../../domain/refusals';
import { parseDeadlineRequest } from '../../domain/deadline-request';
import { computeDeadline } from '../../domain/deadlines';
import { calendarYears, CURRENT_RULE_SET, rulesFor } from '../../domain/rules';
import { createCalendar } from '../../domain/working-days';

const COLUMNS = ['rule', 'start', 'pauses', 'extension', 'expected_due', 'expected_refusal', 'why'];
const ruleSet = rulesFor(CURRENT_RULE_SET);
if (ruleSet === undefined) throw new Error('the current rule set is not published');
const calendar = createCalendar(calendarYears());

type Row = {
  line: number;
  rule: string;
  start: string;
  pauses: string;
  extension: string;
  expected_due: string;
  expected_refusal: string;
  why: string;
};

/** Splits one CSV line with optional double quotes. */
function cellsOf(line: string): string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  return cells
    .map((cell) => cell.replace(/,$/, ''))
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
    .slice(0, COLUMNS.length);
}

function readRows(): Row[] {
  const file = path.join(__dirname, '..', 'golden', 'deadlines.csv');
  const [header, ...rows] = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text.trim() !== '' && !text.startsWith('#'));
  expect(header?.text.split(',')).toEqual(COLUMNS);
  return rows.map(({ text, line }) => {
    const cells = cellsOf(text);
    const named = COLUMNS.map((column, at) => [column, cells[at] ?? '']);
    return { ...Object.fromEntries(named), line } as Row;
  });
}

function requestOf(row: Row): unknown {
  const pauses = row.pauses.split(';').filter((text) => text !== '');
  const [what = '', decidedOn] = row.extension.split('@');
  const [ground, days] = what.split(':');
  return {
    rule: row.rule,
    start: row.start,
    pauses: pauses.map((text) => {
      const [from, to] = text.split('..');
      return { from, to };
    }),
    ...(row.extension === ''
      ? {}
      : {
          extension: {
            ground,
            days: Number(days),
            ...(decidedOn === undefined ? {} : { decidedOn }),
          },
        }),
  };
}

function outcomeOf(row: Row): string {
  const request = parseDeadlineRequest(requestOf(row));
  if (isRefusal(request)) return request.refusal;
  const answer = computeDeadline(request, ruleSet!, calendar);
  return isRefusal(answer) ? answer.refusal : String(answer.dueOn);
}

describe('the golden deadlines', () => {
  it('has at least 200 rows and every rule of the current rule set', () => {
    const rows = readRows();
    expect(rows.length).toBeGreaterThanOrEqual(200);
    const covered = new Set(rows.map((row) => row.rule));
    expect(ruleSet.clocks.map((rule) => rule.id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it('expects exactly one of a date and a refusal in every row', () => {
    const odd = readRows().filter(
      (row) => (row.expected_due === '') === (row.expected_refusal === ''),
    );
    expect(odd.map((row) => row.line)).toEqual([]);
  });

  it('is what the engine computes, row by row', () => {
    const differences = readRows().flatMap((row) => {
      const expected = row.expected_due + row.expected_refusal;
      const outcome = outcomeOf(row);
      const asked = `${row.rule} ${row.start} ${row.pauses} ${row.extension}`;
      return outcome === expected
        ? []
        : [`line ${row.line}: ${asked}: expected ${expected}, got ${outcome} (${row.why})`];
    });
    expect(differences).toEqual([]);
  });
});
