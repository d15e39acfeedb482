/**
 * Random but lawful deadline requests and calendars for property tests. Nothing here computes a due date.
 */
import fc from 'fast-check';
import type { CivilDate } from '../../domain/civil-date';
import { fromEpochDay, parseCivilDate, toEpochDay } from '../../domain/civil-date';
import type { CountableRule } from '../../domain/deadline-arithmetic';
import { isCountable, runsForward } from '../../domain/deadline-arithmetic';
import type { DeadlineRequest, ExtensionDecision, Pause } from '../../domain/deadline-request';
import type { RuleSet } from '../../domain/rules';
import { calendarYears, CURRENT_RULE_SET, rulesFor } from '../../domain/rules';
import type { CalendarDay } from '../../domain/working-days';

/** A date written in a test; throws when it does not exist. */
export function on(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) throw new Error(`${text} is not a date`);
  return date;
}

function currentRuleSet(): RuleSet {
  const ruleSet = rulesFor(CURRENT_RULE_SET);
  if (ruleSet === undefined) throw new Error('the current rule set is not published');
  return ruleSet;
}

export const ruleSet = currentRuleSet();
export const years = calendarYears();
export const countableRules: readonly CountableRule[] = ruleSet.clocks.filter(
  (rule): rule is CountableRule => isCountable(rule),
);
export const forwardRules: readonly CountableRule[] = countableRules.filter(runsForward);

const EARLIEST = toEpochDay(on('2022-11-01'));
const LATEST = toEpochDay(on('2027-03-01'));

function startOf(rule: CountableRule): fc.Arbitrary<number> {
  const last = rule.effectiveTo === null ? LATEST : toEpochDay(rule.effectiveTo);
  const first = Math.max(EARLIEST, toEpochDay(rule.effectiveFrom));
  return first <= last
    ? fc.integer({ min: first, max: last })
    : fc.integer({ min: toEpochDay(rule.effectiveFrom), max: last });
}

/** Pauses from gaps and lengths: sorted and apart; the last may still stand. */
function pausesAfter(start: number, mayStand: boolean): fc.Arbitrary<readonly Pause[]> {
  const piece = fc.record({ gap: fc.nat(25), length: fc.nat(40) });
  const stands = mayStand ? fc.nat(9).map((dice) => dice === 0) : fc.constant(false);
  return fc.tuple(fc.array(piece, { maxLength: 3 }), stands).map(([pieces, lastStands]) => {
    let cursor = start;
    return pieces.map(({ gap, length }, at) => {
      const from = cursor + gap;
      cursor = from + length;
      const isOpen = lastStands && at === pieces.length - 1;
      return { from: fromEpochDay(from), ...(isOpen ? {} : { to: fromEpochDay(cursor) }) };
    });
  });
}

function extensionOf(rule: CountableRule): fc.Arbitrary<ExtensionDecision | undefined> {
  const choices = rule.extension.flatMap((row) => {
    if (row.mode !== 'total_max' && row.mode !== 'add') return [];
    const most = row.mode === 'total_max' ? row.total - rule.amount : row.add * row.times;
    return [fc.integer({ min: 1, max: most }).map((days) => ({ ground: row.ground, days }))];
  });
  return fc.oneof(fc.constant(undefined), ...choices);
}

/** A request the engine accepts, over every countable rule. */
export function lawfulRequest(
  rules: readonly CountableRule[] = countableRules,
  mayStand = true,
): fc.Arbitrary<DeadlineRequest> {
  return fc.constantFrom(...rules).chain((rule) =>
    startOf(rule).chain((start) =>
      fc
        .record({
          pauses: pausesAfter(start, mayStand),
          extension: extensionOf(rule),
          minute: fc.option(fc.nat(1439), { nil: undefined }),
        })
        .map(({ pauses, extension, minute }) => ({
          rule: rule.id,
          start: fromEpochDay(start),
          ...(rule.unit === 'hour' && minute !== undefined ? { startTime: clockText(minute) } : {}),
          ...(pauses.length === 0 ? {} : { pauses }),
          ...(extension === undefined ? {} : { extension }),
        })),
    ),
  );
}

function clockText(minute: number): string {
  return [Math.floor(minute / 60), minute % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** Overlay days: closures, confirmed or not, and swaps, on any days of the years under test. */
export function overlay(maxLength = 6): fc.Arbitrary<readonly CalendarDay[]> {
  return fc.uniqueArray(
    fc.record({
      date: fc.integer({ min: EARLIEST, max: LATEST + 200 }).map(fromEpochDay),
      kind: fc.constantFrom('local_closure' as const, 'swapped_work' as const, 'holiday' as const),
      status: fc.constantFrom('confirmed' as const, 'unconfirmed' as const, 'rejected' as const),
      name: fc.constant('Ngày thử'),
      document: fc.constant('TEST-1'),
      knownOn: fc.constant(on('2022-01-01')),
    }),
    { maxLength, selector: (day) => day.date },
  );
}

export const overlayDocuments = [
  { id: 'TEST-1', title: 'Văn bản thử', issuedOn: '2022-01-01', confidence: 'office_entry' },
];
