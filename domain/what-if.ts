/**
 * What a draft would do before anybody activates it: each case counted under its own law and under the draft,
 * and what differs. Pure; the same functions count here as in a live case. It changes and records nothing.
 * A stopped clock is judged by the day it was met, an open one by a given today.
 */
import type { Case } from './case';
import type { CivilDate } from './civil-date';
import { clockDue, clockStatus } from './clocks';
import type { ClockDue } from './clocks';
import type { Refusal } from './refusals';
import { isRefusal } from './refusals';
import type { OfficeCalendar } from './events';
import { KINDS } from './kinds';
import type { Law } from './law';
import { calendarWith, lawOf } from './law';
import type { ClockSpec } from './lifecycle';
import { isFinalState } from './lifecycle';
import type { RuleSet } from './rules';
import { calendarYears } from './rules';
import type { CalendarDay, CalendarYear } from './working-days';

/** Years that take the place of published ones, and days of higher rank than the office's own. */
export interface DraftCalendar {
  readonly years: readonly CalendarYear[];
  readonly days: readonly CalendarDay[];
}

export interface Draft {
  readonly ruleSet?: RuleSet | undefined;
  readonly calendar?: DraftCalendar | undefined;
}

/**
 * `moves` also when both dates are kept or both missed; `appears` and `disappears` for a step the one law
 * knows a term for and the other does not; `refused` when the case did what the draft does not allow.
 */
export const EFFECTS = [
  'becomes_late',
  'becomes_timely',
  'moves',
  'appears',
  'disappears',
  'refused',
] as const;
export type Effect = (typeof EFFECTS)[number];

export interface ClockChange {
  readonly caseId: string;
  readonly reference: string;
  readonly isOpenCase: boolean;
  readonly clock: string;
  /** An internal warning is never late. */
  readonly isInternal: boolean;
  readonly status: 'running' | 'paused' | 'met';
  readonly metOn: CivilDate | null;
  readonly effect: Effect;
  readonly before: Pick<ClockDue, 'ruleId' | 'dueOn'> | null;
  readonly after: Pick<ClockDue, 'ruleId' | 'dueOn'> | null;
  /** Code of the refusal, for `refused`. */
  readonly refusal?: string;
}

/** A draft ready to be tried on the cases of one office. */
export interface Trial {
  /** Every clock of a case on which the draft has an effect. */
  changesOf(current: Case): ClockChange[];
}

/** Calendars are built once a version of the office's, however many cases carry it. */
export function createTrial(draft: Draft, today: CivilDate): Trial {
  const firstSeen = new Map<number, OfficeCalendar>();
  const drafted = new Map<number, Law['calendar']>();
  const years = yearsUnder(draft.calendar);
  const calendarUnder = (office: OfficeCalendar, own: Law): Law['calendar'] => {
    if (!draft.calendar) return own.calendar;
    const known = drafted.get(office.version);
    if (known) return known;
    const built = calendarWith(years, [...office.days, ...draft.calendar.days]);
    drafted.set(office.version, built);
    return built;
  };
  return {
    changesOf: (read) => {
      const { version } = read.calendar;
      const calendar = firstSeen.get(version) ?? read.calendar;
      firstSeen.set(version, calendar);
      const current = { ...read, calendar };
      const own = lawOf(current);
      if (!own) return [];
      const under = {
        ruleSet: draft.ruleSet ?? own.ruleSet,
        calendar: calendarUnder(calendar, own),
      };
      return KINDS[current.kind].clocks.flatMap((spec) =>
        changeOf(spec, current, { own, under, today }),
      );
    },
  };
}

function yearsUnder(calendar: DraftCalendar | undefined): readonly CalendarYear[] {
  const drafted = calendar?.years ?? [];
  const kept = calendarYears().filter(({ year }) => drafted.every((other) => other.year !== year));
  return [...kept, ...drafted];
}

function changeOf(
  spec: ClockSpec,
  current: Case,
  { own, under, today }: { own: Law; under: Law; today: CivilDate },
): ClockChange[] {
  const status = clockStatus(spec, current);
  if (status === 'dropped') return [];
  const before = clockDue(spec, current, own);
  const after = clockDue(spec, current, under);
  const metOn = status === 'met' ? metDate(spec, current) : null;
  const isInternal = spec.escalatesTo === null;
  const effect = effectOf(before, after, isInternal ? null : (metOn ?? today));
  if (!effect) return [];
  return [
    {
      caseId: current.caseId,
      reference: current.reference,
      isOpenCase: !isFinalState(KINDS[current.kind], current.state),
      ...{ clock: spec.id, isInternal, status, metOn, effect },
      before: shown(before),
      after: shown(after),
      ...(isRefused(after) ? { refusal: after.refusal } : {}),
    },
  ];
}

type Outcome = ClockDue | Refusal | undefined;

/** `judgedOn`: the day to compare with; null for a clock that cannot be late. */
function effectOf(before: Outcome, after: Outcome, judgedOn: CivilDate | null): Effect | undefined {
  if (isRefused(after)) return isRefused(before) ? undefined : 'refused';
  const [due, other] = [shown(before), shown(after)];
  const [was, is] = [isLate(due, judgedOn), isLate(other, judgedOn)];
  if (was !== is) return is ? 'becomes_late' : 'becomes_timely';
  return dateEffect(due, other);
}

type Shown = Pick<ClockDue, 'ruleId' | 'dueOn'> | null;

function dateEffect(due: Shown, other: Shown): Effect | undefined {
  if (due?.dueOn === other?.dueOn) return undefined;
  if (due && other) return 'moves';
  return due ? 'disappears' : 'appears';
}

function isRefused(outcome: Outcome): outcome is Refusal {
  return outcome !== undefined && isRefusal(outcome);
}

function isLate(due: Shown, judgedOn: CivilDate | null): boolean {
  const dueOn = due?.dueOn ?? null;
  return dueOn !== null && judgedOn !== null && judgedOn > dueOn;
}

function shown(outcome: Outcome): Shown {
  if (!outcome || isRefused(outcome)) return null;
  return { ruleId: outcome.ruleId, dueOn: outcome.dueOn };
}

/** The first of the steps that met the clock. */
function metDate(spec: ClockSpec, current: Case): CivilDate | null {
  const days = spec.stopsOn.flatMap((name) => current.milestones[name] ?? []);
  return days.reduce<CivilDate | null>(
    (first, day) => (first === null || day < first ? day : first),
    null,
  );
}

export type EffectCounts = Record<Effect, number>;

export interface WhatIfProgress {
  readonly type: 'progress';
  readonly cases: number;
  /** As counted at the start; cases received meanwhile may take it over. */
  readonly of: number;
  readonly changes: number;
}

export interface WhatIfSummary {
  readonly type: 'summary';
  readonly today: CivilDate;
  readonly cases: number;
  readonly casesTouched: number;
  readonly open: EffectCounts;
  readonly closed: EffectCounts;
}

export type WhatIfLine =
  WhatIfProgress | ({ readonly type: 'change' } & ClockChange) | WhatIfSummary;

function noEffects(): EffectCounts {
  return {
    becomes_late: 0,
    becomes_timely: 0,
    moves: 0,
    appears: 0,
    disappears: 0,
    refused: 0,
  };
}

/**
 * Tries a draft on cases as they come, holding no more than one batch: after each batch its changes and how
 * far it is, at the end the summary.
 */
export async function* whatIf(
  batches: AsyncIterable<readonly Case[]>,
  asked: { draft: Draft; today: CivilDate; of: number },
): AsyncGenerator<WhatIfLine> {
  const trial = createTrial(asked.draft, asked.today);
  const open = noEffects();
  const closed = noEffects();
  let cases = 0;
  let casesTouched = 0;
  let changes = 0;
  for await (const batch of batches) {
    for (const current of batch) {
      const found = trial.changesOf(current);
      if (found.length > 0) casesTouched += 1;
      for (const change of found) {
        (change.isOpenCase ? open : closed)[change.effect] += 1;
        yield { type: 'change', ...change };
      }
      changes += found.length;
    }
    cases += batch.length;
    yield { type: 'progress', cases, of: asked.of, changes };
  }
  yield { type: 'summary', today: asked.today, cases, casesTouched, open, closed };
}
