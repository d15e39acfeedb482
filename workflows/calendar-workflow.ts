/**
 * An administrator's change of law, from the order to the last open case: wiring only. The first step records
 * it, once however often the order comes; the rest is the roll-out, which may take several runs.
 */
import { condition, continueAsNew, setHandler } from '@temporalio/workflow';
import { ruleSetOrderedSignal } from './case-messages';
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

/** Every activation of one office, one after another: two at once would push cases to and fro. */
export async function ruleSetChangeWorkflow(
  waiting: RuleSetOrder[] = [],
  carried?: RollOutState,
): Promise<void> {
  const orders = [...waiting];
  setHandler(ruleSetOrderedSignal, (order) => void orders.push(order));
  await condition(() => orders.length > 0);
  let state = carried;
  for (let order = orders[0]; order !== undefined; order = orders[0]) {
    state ??= beginRollOut(await recordRuleSetActivation({ ...order, orderedAt: Date.now() }));
    if (!(await rollOut(state))) await continueAsNew<typeof ruleSetChangeWorkflow>(orders, state);
    orders.shift();
    state = undefined;
  }
}
