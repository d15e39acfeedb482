/**
 * What a draft calendar or rule set would do to the office's cases, line by line as the server counts them.
 * OpenAPI cannot say what a line holds, so it is said here as domain/what-if.ts says it.
 */
import type { CalendarDayBody } from './client';
import { reach } from './client';
import { errorOf, unreachable } from './problem';

/** In the order people must hear of them. */
export const EFFECTS = [
  'becomes_late',
  'becomes_timely',
  'moves',
  'refused',
  'appears',
  'disappears',
] as const;
export type Effect = (typeof EFFECTS)[number];

interface Due {
  ruleId: string;
  /** Null while the clock stands still. */
  dueOn: string | null;
}

export interface ClockChange {
  type: 'change';
  caseId: string;
  reference: string;
  isOpenCase: boolean;
  clock: string;
  effect: Effect;
  before: Due | null;
  after: Due | null;
}

export interface Progress {
  type: 'progress';
  cases: number;
  of: number;
  changes: number;
}

export interface Summary {
  type: 'summary';
  cases: number;
  casesTouched: number;
  open: Record<Effect, number>;
  closed: Record<Effect, number>;
}

export type WhatIfLine = ClockChange | Progress | Summary;

/** Days over the office's calendar; or a rule set: the version of a published one, or a file's contents. */
export type Draft = { calendar: CalendarDayBody[] } | { ruleSet: unknown };

/** @throws ProblemError when the draft is refused, or the answer stops before its summary */
export async function* tryDraft(draft: Draft, signal: AbortSignal): AsyncGenerator<WhatIfLine> {
  const response = await reach('/api/v1/what-if', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(draft),
    signal,
  });
  if (!response.ok || !response.body) {
    throw errorOf(response, await response.json().catch(() => undefined));
  }
  let isComplete = false;
  for await (const text of linesOf(response.body)) {
    const line = JSON.parse(text) as WhatIfLine;
    isComplete ||= line.type === 'summary';
    yield line;
  }
  if (!isComplete) throw unreachable();
}

/** Whole lines, however the network cut them. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw unreachable();
    });
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
    if (done) return;
  }
}
