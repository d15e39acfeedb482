/**
 * Mends the busy loop of kafkajs 2.2.4 (its issues 1556, 1704, 1751): after a connection's first answer,
 * `scheduleCheckPendingRequests` sets a timer with a negative delay although nothing is pending, and the
 * timer sets the next, about a thousand times a second per connection. It goes with the next kafkajs that
 * fixes this; test/messaging/kafka.int.test.ts measures that an idle process stays idle.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue';

/** What the original waits when a request is pending without being throttled. */
const RECHECK_MS = 10;

/**
 * Replaces the method for every connection of this process. Behaviour with pending requests is the
 * original's; with none there is nothing to check, and the next `push` schedules for itself.
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
}
