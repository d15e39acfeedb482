/**
 * A process with a connected producer and reader and nothing to do. Prints the share of one core it used
 * over twelve seconds; a process of its own, because a test runner is never idle.
 * Arguments: brokers separated by commas, and a topic of its own.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createBus } from '../../messaging/kafka';

async function main(brokers = '', topic = ''): Promise<void> {
  const bus = createBus({ brokers: brokers.split(','), clientId: 'idle-process' });
  const reader = await bus.read({ topic, group: topic, onBatch: async () => true });
  await bus.publish(topic, [{ key: 'a', value: 'x', headers: {} }]);
  await delay(5_000);
  const began = process.hrtime.bigint();
  const before = process.cpuUsage();
  await delay(12_000);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / (Number(process.hrtime.bigint() - began) / 1_000));
  await reader.stop();
  await bus.close();
}

void main(...process.argv.slice(2));
