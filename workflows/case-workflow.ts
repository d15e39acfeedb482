/**
 * The life of one case; steps 4, 5 and 8 of the walk. Wiring only: it receives commands one at a time,
 * lets `decide` judge them, has the decision recorded, folds what was recorded and sleeps until the next
 * alarm. It names no state and no rule, so rules change how long it sleeps, never what it does.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { SYSTEM } from '../domain/actors';
import type { Case } from '../domain/case';
import { nextAlarmAt } from '../domain/clocks';
import type { Command } from '../domain/commands';
import { decide } from '../domain/decide';
import type { Decision } from '../domain/decide';
import { evolve } from '../domain/evolve';
import { KINDS } from '../domain/kinds';
import { isFinalState } from '../domain/lifecycle';
import { isRefusal, refusalText } from '../domain/refusals';
import type { Refusal } from '../domain/refusals';
import type { RecordedEvent } from '../domain/events';
import { recallDecision, recallEvents, recordDecision } from './case-activities';
import { caseCommandUpdate, caseViewQuery } from './case-messages';
import type { CaseCommand, CaseWorkflowInput, CommandOutcome } from './case-messages';
import { createTurnstile } from './turnstile';

/** Command ids handed to the next run: enough for every retry still under way. */
const REMEMBERED_COMMANDS = 500;

/** When no clock runs it still sleeps, so that there is always one timer: ten years. */
const LONGEST_SLEEP_MS = 10 * 365 * 86_400_000;

/** How long a case that was never received may wait for its first command. */
const UNBORN_PATIENCE = '1 minute';

export async function caseWorkflow(input: CaseWorkflowInput): Promise<void> {
  let current: Case | undefined = input.carried?.current;
  let handled = 0;
  const seen = new Set(input.carried?.recentCommandIds);
  const inTurn = createTurnstile();

  const fold = (events: readonly RecordedEvent[]): void => {
    for (const event of events) {
      // A repeated command returns events already folded.
      if (event.sequence > (current?.version ?? 0)) current = evolve(current, event);
    }
  };

  const judge = (command: Command): Decision => decide(input, current, command, Date.now());

  const perform = async ({ command, commandHash }: CaseCommand): Promise<CommandOutcome> => {
    for (;;) {
      const decision = judge(command);
      if (isRefusal(decision)) throw asFailure(decision);
      const { actor, commandId } = command;
      if (decision.facts.length === 0) return { version: current?.version ?? 0, commandHash };
      const recorded = await recordDecision({
        caseId: input.caseId,
        officeId: input.officeId,
        commandId,
        commandHash,
        actor,
        decidedAt: Date.now(),
        current: current ?? null,
        facts: decision.facts,
      }).catch(unlessStale);
      if (recorded) {
        fold(recorded.events);
        return { version: versionAfter(recorded.events), commandHash: recorded.commandHash };
      }
      // A command recorded before a crash that this run never heard of: catch up and decide afresh.
      fold(await recallEvents(input.caseId, current?.version ?? 0));
    }
  };

  setHandler(caseViewQuery, () => current ?? null);
  setHandler(
    caseCommandUpdate,
    async (request) => {
      const { commandId } = request.command;
      const outcome = await inTurn(async () => {
        const earlier = seen.has(commandId)
          ? await recallDecision(input.caseId, commandId)
          : undefined;
        return earlier
          ? { version: earlier.lastSequence, commandHash: earlier.commandHash }
          : await perform(request);
      });
      seen.add(commandId);
      handled += 1;
      return outcome;
    },
    {
      validator: ({ command }) => {
        if (seen.has(command.commandId)) return;
        const decision = judge(command);
        if (isRefusal(decision)) throw asFailure(decision);
      },
    },
  );

  const isOver = (): boolean =>
    current !== undefined && isFinalState(KINDS[current.kind], current.state);
  const isFull = (): boolean =>
    handled >= input.updatesPerRun || workflowInfo().continueAsNewSuggested;

  while (!current) {
    await condition(() => current !== undefined, UNBORN_PATIENCE);
    if (!current && allHandlersFinished()) throw neverReceived(input.caseId);
  }

  while (!isOver() && !isFull()) {
    const alarmAt = nextAlarmAt(current);
    const isDisturbed = await condition(
      () => isOver() || isFull() || (current !== undefined && nextAlarmAt(current) !== alarmAt),
      Math.min(LONGEST_SLEEP_MS, Math.max(1, alarmAt - Date.now())),
    );
    if (!isDisturbed) await inTurn(() => perform(alarmFor(input.caseId, current?.version ?? 0)));
  }

  await condition(allHandlersFinished);
  if (isOver()) return;
  await continueAsNew<typeof caseWorkflow>({
    ...input,
    carried: { current, recentCommandIds: [...seen].slice(-REMEMBERED_COMMANDS) },
  });
}

/** The one place where an expected "no" becomes a Temporal failure: its type is the refusal's code. */
function asFailure(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    message: refusalText(refusal, 'en'),
    type: refusal.refusal,
    nonRetryable: true,
    details: [refusal.params],
  });
}

/** A failed run, not a completed one: only then may the same case be submitted again. */
function neverReceived(caseId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`case ${caseId} was refused at receipt`, 'NeverReceived');
}

function versionAfter(events: readonly RecordedEvent[]): number {
  return events.at(-1)?.sequence ?? 0;
}

/** Undefined for a decision made on an old version; any other failure goes on. */
function unlessStale(error: unknown): undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ApplicationFailure && cause.type === 'StaleDecisionError')
      return undefined;
  }
  throw error;
}

/** An alarm's command id follows from the case and its version, so that a repeated alarm is one alarm. */
function alarmFor(caseId: string, version: number): CaseCommand {
  const commandId = `${caseId.slice(0, 24)}${version.toString(16).padStart(12, '0')}`;
  return {
    command: { type: 'RingAlarm', data: {}, commandId, actor: SYSTEM },
    commandHash: '0'.repeat(64),
  };
}
