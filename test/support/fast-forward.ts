/** Lets the virtual time of one running case pass, on the real Temporal server, in the blink of an eye. */
import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../../domain/ids';
import { testStack } from './stack';

const COMPLETED =
  temporal.api.enums.v1.FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED;

/** Forwards a case's clock; resolves once its timers in between have fired. */
export async function fastForward(caseId: string, days: number): Promise<void> {
  const { temporalAddress, temporalNamespace: namespace } = testStack();
  const connection = await Connection.connect({ address: temporalAddress });
  const workflowExecution = { workflowId: workflowIdOf(caseId) };
  const id = randomUUID();
  const seconds = Math.round(days * 86_400);
  try {
    await connection.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          fastForwardConfig: { id, duration: { seconds: seconds as never } },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    const result = await connection.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution,
      fastForwardId: id,
    });
    if (result.fastForwardPollingResult !== COMPLETED) {
      throw new Error(`fast-forward ended otherwise: ${JSON.stringify(result)}`);
    }
  } finally {
    await connection.close();
  }
}
