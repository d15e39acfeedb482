/** Follows a trial of a draft on the office's cases; leaving the page ends it on the server, too. */
import { useEffect, useState } from 'react';
import { tryDraft } from '../api/what-if';
import type { ClockChange, Draft, Progress, Summary } from '../api/what-if';

/** More lines than anybody reads; the summary counts them all. */
export const LISTED_CHANGES = 500;

interface Trial {
  progress?: Progress;
  changes: readonly ClockChange[];
  summary?: Summary;
  error?: unknown;
}

/** `draft` is tried again whenever it is another object. */
export function useTrial(draft: Draft): Trial {
  const [trial, setTrial] = useState<Trial>({ changes: [] });
  useEffect(() => {
    const leaving = new AbortController();
    follow(draft, leaving.signal, setTrial).catch((error: unknown) => {
      if (!leaving.signal.aborted) setTrial((before) => ({ ...before, error }));
    });
    return () => {
      leaving.abort();
    };
  }, [draft]);
  return trial;
}

/** Tells once a batch, not once a line: a large office has many. */
async function follow(
  draft: Draft,
  signal: AbortSignal,
  onTrial: (trial: Trial) => void,
): Promise<void> {
  const changes: ClockChange[] = [];
  let progress: Progress | undefined;
  for await (const line of tryDraft(draft, signal)) {
    if (signal.aborted) return;
    if (line.type === 'change') {
      if (changes.length < LISTED_CHANGES) changes.push(line);
      continue;
    }
    if (line.type === 'progress') progress = line;
    const summary = line.type === 'summary' ? { summary: line } : {};
    onTrial({ changes: [...changes], ...(progress ? { progress } : {}), ...summary });
  }
}
