/** The yardstick: as many updates as a case takes, each with a local activity that does nothing. */
import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

const { nothing } = proxyLocalActivities<{ nothing(): Promise<void> }>({
  startToCloseTimeout: '10 seconds',
});

export async function bareWorkflow(updates: number): Promise<void> {
  let done = 0;
  setHandler(defineUpdate<void>('step'), async () => {
    await nothing();
    done += 1;
  });
  await condition(() => done >= updates);
}
