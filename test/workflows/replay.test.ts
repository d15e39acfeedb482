/** Every recorded history replays on the bundle that is shipped; a change that breaks one needs a patch marker. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { workflowBundlePath } from '../../workers/workflow-bundle';

const HISTORIES = join(__dirname, '..', 'histories');
const files = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'));

function load(file: string): ReturnType<typeof historyFromJSON> {
  return historyFromJSON(JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')));
}

const options = { workflowBundle: { codePath: workflowBundlePath() } };

it.each(files)('%s', async (file) => {
  await Worker.runReplayHistory(options, load(file));
});

it('covers every way a case goes', () => {
  const names = files.map((file) => file.split('.')[0]);
  expect(names).toEqual(
    expect.arrayContaining([
      'decided-and-closed',
      'refused',
      'withdrawn',
      'missed-then-accepted',
      'suspended-and-resumed',
      'extended-to-the-limit',
      'continued-as-new-run-1',
      'continued-as-new-run-2',
      'calendar-changed',
      'calendar-roll-out',
    ]),
  );
});

it('bites: a history whose timer is missing does not replay', async () => {
  const history = load(files.find((file) => file.startsWith('refused')) ?? '');
  const events = history.events ?? [];
  const timer = events.findIndex((event) => event.timerStartedEventAttributes);
  const broken = [...events.slice(0, timer), ...events.slice(timer + 1)];
  const renumbered = broken.map((event, index) => ({ ...event, eventId: (index + 1) as never }));
  await expect(
    Worker.runReplayHistory(options, { ...history, events: renumbered }),
  ).rejects.toThrow();
});

it('ships a bundle without zod: every case would load it afresh, at half the throughput', () => {
  const bundle = readFileSync(workflowBundlePath(), 'utf8');
  expect(bundle).toContain('caseWorkflow');
  expect(bundle.includes('node_modules/zod')).toBe(false);
});
