/**
 * What Temporal's worker has to say, as lines of our log. Its native part logs every try of every poller to reach a
 * server that is away, 50 kB a minute; here the same complaint comes once a minute. Nothing is said in other words.
 */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from './run';

const SAME_AGAIN_AFTER_MS = 60_000;

/** Call it once, before anything else of Temporal's is used. */
export function forwardTemporalLog(log: Logger): void {
  const isNews = createNewsFilter(SAME_AGAIN_AFTER_MS);
  const logger = new DefaultLogger('INFO', ({ level, message, meta }) => {
    const isCalm = level === 'INFO' || level === 'DEBUG' || level === 'TRACE';
    if (isCalm) log.info({ ...meta }, message);
    else if (isNews(message, Date.now()))
      log[level === 'WARN' ? 'warn' : 'error']({ ...meta }, message);
  });
  Runtime.install({ logger, telemetryOptions: { logging: { forward: {} } } });
}

/** Whether a message was not passed on within the time; two that differ in their numbers only are the same. */
export function createNewsFilter(againAfterMs: number): (message: string, now: number) => boolean {
  const passedAt = new Map<string, number>();
  return (message, now) => {
    const what = message.replace(/\d+/g, '#');
    if (now - (passedAt.get(what) ?? Number.NEGATIVE_INFINITY) < againAfterMs) return false;
    passedAt.set(what, now);
    return true;
  };
}
