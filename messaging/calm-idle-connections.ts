/**
 * Mends what keeps an idle kafkajs 2.2.4 busy (its issues 1556, 1704, 1751). After a connection's first
 * answer `scheduleCheckPendingRequests` sets a timer with a negative delay although nothing is pending, and
 * the timer sets the next, about a thousand times a second per connection; and requests are looked at for
 * a timeout ten times a second. It goes with the first kafkajs that fixes this; a test measures the result.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue';

/** What the original waits when a request is pending without being throttled. */
const RECHECK_MS = 10;
/** Requests time out after many seconds: one second more or less does not matter. */
const TIMEOUT_CHECK_MS = 1_000;

/**
 * Replaces two methods for every connection of this process. With pending requests they do what the
 * originals do; with none there is nothing to check, and the next `push` schedules for itself.
 */
export function calmIdleConnections(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhenPending(): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledForMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledForMs > 0 ? throttledForMs : RECHECK_MS,
    );
  };
  RequestQueue.prototype.scheduleRequestTimeoutCheck = function checkEverySecond(): void {
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of [...this.inflight.values()]) {
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      }
      if (!this.isConnected()) this.destroy();
    }, TIMEOUT_CHECK_MS);
  };
}
