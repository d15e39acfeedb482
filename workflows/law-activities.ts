/** Activities of a roll-out, with their timeouts and retries and the reason for each. */
import { proxyActivities } from '@temporalio/workflow';
import type { LawActivities } from '../activities';

/**
 * Ordinary activities: a roll-out has time, and a page of a large office may take seconds. Retried for ever
 * with a ceiling of ten seconds, because an ordered change must reach every case once the database is back.
 */
export const { recordCalendarChange, recordRuleSetActivation, listCasesBehind } =
  proxyActivities<LawActivities>({
    startToCloseTimeout: '35 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '10 seconds' },
  });
