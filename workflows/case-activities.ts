/** Activities of a case, with their timeouts and retries and the reason for each. */
import { proxyLocalActivities } from '@temporalio/workflow';
import type { CaseActivities } from '../activities';

/**
 * Local activities: one round trip less per command, measured as twice the throughput. Retried for ever
 * with a ceiling of ten seconds, because an accepted command must be recorded once the database is back;
 * what cannot get better fails as not retryable.
 */
export const { recordDecision, recallDecision, recallEvents } =
  proxyLocalActivities<CaseActivities>({
    startToCloseTimeout: '35 seconds',
    localRetryThreshold: '30 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '10 seconds' },
  });
