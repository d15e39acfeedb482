/**
 * A process with a connected producer and reader and nothing to do. Prints how often its event loop turned
 * a second in the quietest of some windows: a count that, unlike processor time, is the same on a slow
 * machine, and joining a group, which may take long on a busy one, only adds to a window. A process of its
 * own, because a test runner is never idle.
 * Arguments: brokers separated by commas, a topic of its own, and `as-shipped` to undo our mend.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { createBus } from '../../messaging/kafka';

const SETTLE_MS = 5_000;
const WINDOW_MS = 3_000;
const WINDOWS = 5;

async function main(brokers = '', topic = '', client = ''): Promise<void> {
  const shipped = Object.getOwnPropertyDescriptors(RequestQueue.prototype);
  const bus = createBus({ brokers: brokers.split(','), clientId: 'idle-process' });
  if (client === 'as-shipped') {
    Object.defineProperties(RequestQueue.prototype, shipped);
  }
  const reader = await bus.read({ topic, group: topic, onBatch: async () => true });
  await bus.publish(topic, [{ key: 'a', value: 'x', headers: {} }]);
  await delay(SETTLE_MS);
  const turns: number[] = [];
  for (let window = 0; window < WINDOWS; window += 1) {
    const before = performance.nodeTiming.uvMetricsInfo.loopCount;
    await delay(WINDOW_MS);
    turns.push(performance.nodeTiming.uvMetricsInfo.loopCount - before);
  }
  console.log(Math.min(...turns) / (WINDOW_MS / 1_000));
  await reader.stop();
  await bus.close();
}

void main(...process.argv.slice(2));
