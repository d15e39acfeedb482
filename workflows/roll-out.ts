/**
 * Tells every open case of an office of a change of law, and goes on until none is behind. It sweeps over the
 * cases in the order of their ids; a case received meanwhile is found by the next sweep. It decides nothing:
 * each case judges the change as a command of its own.
 */
import {
  getExternalWorkflowHandle,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { workflowIdOf } from '../domain/names';
import type { LawChange } from '../domain/law';
import { lawChangedSignal } from './case-messages';
import type { RollOutResult } from './case-messages';
import { listCasesBehind } from './law-activities';

/** Cases told at a time: their signals are one workflow task. */
const PAGE = 100;

/** Between sweeps: a small office is done at once, a large one is not asked more than it must. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** What one run of a roll-out hands to the next. */
export interface RollOutState {
  change: LawChange;
  /** Where the sweep stands; null at its beginning. */
  afterCaseId: string | null;
  /** Cases this sweep found behind that can be reached. */
  found: number;
  /** And those that cannot. */
  lost: number;
  pauseMs: number;
  unreachable: string[];
  told: number;
}

export function beginRollOut(change: LawChange): RollOutState {
  return {
    ...{ change, afterCaseId: null, found: 0, lost: 0, pauseMs: FIRST_PAUSE_MS },
    ...{ unreachable: [], told: 0 },
  };
}

/** Changes `state` as it goes. Undefined when the run is full and the state is to be handed over. */
export async function rollOut(state: RollOutState): Promise<RollOutResult | undefined> {
  // A signal taken by the server is never lost, so a case is told once a run.
  const told = new Set<string>();
  while (!workflowInfo().continueAsNewSuggested) {
    const { change, afterCaseId } = state;
    const page = await listCasesBehind(change, { afterCaseId, limit: PAGE });
    const reachable = page.filter((caseId) => !state.unreachable.includes(caseId));
    state.found += reachable.length;
    state.lost += page.length - reachable.length;
    const untold = reachable.filter((caseId) => !told.has(caseId));
    await Promise.all(untold.map((caseId) => tell(state, caseId)));
    for (const caseId of untold) told.add(caseId);
    if (page.length === PAGE) {
      state.afterCaseId = page.at(-1) ?? null;
    } else if (state.found === 0) {
      return { told: state.told, unreachable: state.lost };
    } else {
      await sleep(state.pauseMs);
      state.afterCaseId = null;
      state.found = 0;
      state.lost = 0;
      state.pauseMs = Math.min(2 * state.pauseMs, LONGEST_PAUSE_MS);
    }
  }
  return undefined;
}

async function tell(state: RollOutState, caseId: string): Promise<void> {
  const { command, commandHash } = state.change;
  try {
    const handle = getExternalWorkflowHandle(workflowIdOf(caseId));
    await handle.signal(lawChangedSignal, { command, commandHash });
    state.told += 1;
  } catch (error) {
    if (isCancellation(error)) throw error;
    // Its workflow has ended. If the case has too, the next sweep no longer finds it behind.
    state.unreachable.push(caseId);
  }
}
