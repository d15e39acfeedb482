/**
 * The life of one case: wiring only. It hands commands to `CaseLife`, sleeps until the next alarm and goes
 * on in a new run when this one is full. It names no state and no rule, so rules change how long it
 * sleeps, never what it does.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  setHandler,
} from '@temporalio/workflow';
import { CaseLife } from './case-life';
import { caseCommandUpdate, caseViewQuery, lawChangedSignal } from './case-messages';
import type { CaseCommand, CaseWorkflowInput } from './case-messages';

/** When no clock runs it still sleeps, so that there is always one timer: ten years. */
const LONGEST_SLEEP_MS = 10 * 365 * 86_400_000;

/** How long a case that was never received may wait for its first command. */
const UNBORN_PATIENCE = '1 minute';

export async function caseWorkflow(input: CaseWorkflowInput): Promise<void> {
  const life = new CaseLife(input);
  setHandler(caseViewQuery, () => life.view());
  setHandler(lawChangedSignal, (request) => life.adopt(request));
  setHandler(caseCommandUpdate, (request) => life.take(request), {
    validator: (request: CaseCommand) => {
      life.check(request);
    },
  });

  while (life.view() === null) {
    await condition(() => life.view() !== null, UNBORN_PATIENCE);
    if (life.view() === null && allHandlersFinished()) throw neverReceived(input.caseId);
  }

  while (!life.isOver() && !life.isFull()) {
    const alarmAt = life.nextAlarmAt();
    // Only an earlier alarm is worth a new timer: one that moved away is found out on waking.
    const isDisturbed = await condition(
      () => life.isOver() || life.isFull() || life.nextAlarmAt() < alarmAt,
      Math.min(LONGEST_SLEEP_MS, Math.max(1, alarmAt - Date.now())),
    );
    if (!isDisturbed) await life.ring();
  }

  await condition(allHandlersFinished);
  if (life.isOver()) return;
  await continueAsNew<typeof caseWorkflow>(life.handedOver());
}

/** A failed run, not a completed one: only then may the same case be submitted again. */
function neverReceived(caseId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`case ${caseId} was refused at receipt`, 'NeverReceived');
}
