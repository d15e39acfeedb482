/** Lets days of a case of this run's stack pass. */
import { workflowIdOf } from '../../domain/names';
import { fastForward as pass } from '../../stack/fast-forward';
import { testStack } from './stack';

export async function fastForward(caseId: string, days: number): Promise<void> {
  const { temporalAddress: address, temporalNamespace: namespace } = testStack();
  await pass({ address, namespace, workflowId: workflowIdOf(caseId), days });
}
