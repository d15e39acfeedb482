/** A complaint that is repeated with every try is logged once a minute, not once a try. */
import { createNewsFilter } from '../../workers/temporal-log';

test('the same complaint is news once a minute, whatever numbers are in it', () => {
  const isNews = createNewsFilter(60_000);
  expect(isNews('gRPC call poll_workflow_task_queue retried 6 times', 0)).toBe(true);
  expect(isNews('gRPC call poll_workflow_task_queue retried 7 times', 59_999)).toBe(false);
  expect(isNews('gRPC call poll_activity_task_queue retried 7 times', 59_999)).toBe(true);
  expect(isNews('gRPC call poll_workflow_task_queue retried 8 times', 60_000)).toBe(true);
});
