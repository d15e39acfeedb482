/**
 * An administrator's change of law, from the order to the last open case: wiring only. The first step records
 * it, once however often the order comes; the rest is the roll-out, which may take several runs.
 */
import { continueAsNew } from '@temporalio/workflow';
import type { CalendarOrder, RollOutResult, RuleSetOrder } from './case-messages';
import { recordCalendarChange, recordRuleSetActivation } from './law-activities';
import { beginRollOut, rollOut } from './roll-out';
import type { RollOutState } from './roll-out';

export async function calendarChangeWorkflow(
  order: CalendarOrder,
  carried?: RollOutState,
): Promise<RollOutResult> {
  const orderedAt = Date.now();
  const state = carried ?? beginRollOut(await recordCalendarChange({ ...order, orderedAt }));
  return (await rollOut(state)) ?? continueAsNew<typeof calendarChangeWorkflow>(order, state);
}

export async function ruleSetChangeWorkflow(
  order: RuleSetOrder,
  carried?: RollOutState,
): Promise<RollOutResult> {
  const orderedAt = Date.now();
  const state = carried ?? beginRollOut(await recordRuleSetActivation({ ...order, orderedAt }));
  return (await rollOut(state)) ?? continueAsNew<typeof ruleSetChangeWorkflow>(order, state);
}
