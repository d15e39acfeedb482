/** Lets the virtual time of one running workflow pass in the blink of an eye; only where the server allows it. */
import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const COMPLETED =
  temporal.api.enums.v1.FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED;

export interface FastForward {
  readonly address: string;
  readonly namespace: string;
  readonly workflowId: string;
  readonly days: number;
}

/** Resolves once virtual time has passed and the timers in between have fired. @throws Error when it cannot */
export async function fastForward(target: FastForward): Promise<void> {
  const { address, namespace, workflowId, days } = target;
  const connection = await Connection.connect({ address });
  const workflowExecution = { workflowId };
  const id = randomUUID();
  const duration = { seconds: Math.round(days * 86_400) as never };
  try {
    await connection.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration } },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    const result = await connection.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution,
      fastForwardId: id,
    });
    if (result.fastForwardPollingResult !== COMPLETED) {
      throw new Error(`time did not pass: ${JSON.stringify(result)}`);
    }
  } finally {
    await connection.close();
  }
}
