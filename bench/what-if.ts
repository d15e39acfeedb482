/**
 * How many cases a second a draft is tried on, one core: both laws counted for every clock. The case is an
 * open one with four clocks; reading it from the database is not part of it.
 */
import type { Case } from '../domain/case';
import { parseCivilDate } from '../domain/civil-date';
import type { CivilDate } from '../domain/civil-date';
import { CURRENT_RULE_SET } from '../domain/rules';
import { createTrial } from '../domain/what-if';
import type { CalendarDay } from '../domain/working-days';

export interface WhatIfBench {
  casesPerSecond: number;
  clocksPerSecond: number;
  cases: number;
}

const CASES = 50_000;

export function benchWhatIf(): WhatIfBench {
  const days: CalendarDay[] = [
    {
      date: '2026-07-09',
      kind: 'local_closure',
      status: 'confirmed',
      name: 'Lũ',
      document: 'Dự thảo',
      knownOn: '2026-07-01',
    },
  ];
  const trial = createTrial({ calendar: { years: [], days } }, day('2026-07-20'));
  const current = openCase();
  let changes = 0;
  const startedAt = process.hrtime.bigint();
  for (let index = 0; index < CASES; index += 1) changes += trial.changesOf(current).length;
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  if (changes < CASES) throw new Error('the draft moved no date');
  const perSecond = CASES / seconds;
  return {
    casesPerSecond: Math.round(perSecond),
    clocksPerSecond: Math.round(perSecond * CLOCKS),
    cases: CASES,
  };
}

/** Acceptance, its warning, the answer after reception, and resolving. */
const CLOCKS = 4;

function openCase(): Case {
  return {
    caseId: '00000000-0000-4000-8000-000000000001',
    officeId: '00000000-0000-4000-8000-000000000002',
    kind: 'complaint',
    reference: 'KN-2026-000001',
    state: 'verifying',
    version: 9,
    channel: 'reception',
    complainants: 1,
    isRemoteArea: false,
    submissionId: '00000000-0000-4000-8000-000000000003',
    ruleSet: CURRENT_RULE_SET,
    calendar: { version: 0, days: [] },
    milestones: { received: day('2026-07-01'), accepted: day('2026-07-06') },
    suspensions: [],
    extensions: [],
    clocks: {},
  };
}

function day(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) throw new Error(`${text} is not a date`);
  return date;
}
