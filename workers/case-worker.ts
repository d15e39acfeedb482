/** Runs the case workflows and their activities; step 4 to 8 of the walk. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities';
import { readWorkerEnv } from '../config/env';
import { isReachable, openDatabase } from '../store/client';
import { sweepUnbound } from '../store/words';
import { TASK_QUEUE } from '../workflows/case-messages';
import { workflowBundlePath } from './workflow-bundle';
import { runWorker } from './run';
import { forwardTemporalLog } from './temporal-log';

/** Words left by a crashed request are rare; hourly is soon enough. */
const SWEEP_EVERY_MS = 3_600_000;
/** Below the 4 s a health check waits. */
const READINESS_MS = 2_000;

const env = readWorkerEnv();

void runWorker(
  {
    name: 'case-worker',
    healthHost: env.HTTP_HOST,
    healthPort: env.WORKER_HEALTH_PORT,
    logLevel: env.LOG_LEVEL,
  },
  async (log) => {
    forwardTemporalLog(log);
    const database = openDatabase(env.DATABASE_URL, { poolSize: env.DATABASE_POOL_SIZE });
    const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS });
    const worker = await Worker.create({
      connection,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: TASK_QUEUE,
      workflowBundle: { codePath: workflowBundlePath() },
      activities: createActivities({ database }),
    });
    const sweep = setInterval(() => {
      sweepUnbound(database, Date.now()).then(
        (rows) => log.info({ rows }, 'unbound words swept'),
        (error: unknown) => log.warn({ err: error }, 'sweep of unbound words failed'),
      );
    }, SWEEP_EVERY_MS);
    const ended = worker.run();
    return {
      ended,
      notReadyReason: async () => {
        if (worker.getState() !== 'RUNNING') return `the worker is ${worker.getState()}`;
        // It goes on polling for as long as it takes; that Temporal or the database is away is to be seen here only.
        if (!(await answers(connection))) return 'waiting for Temporal';
        return (await isReachable(database)) ? undefined : 'waiting for the database';
      },
      metrics: async () => ({
        workflow_tasks_running: worker.getStatus().numInFlightWorkflowActivations,
        workflows_cached: worker.getStatus().numCachedWorkflows,
      }),
      stop: async () => {
        clearInterval(sweep);
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await ended;
        await connection.close();
        await database.$disconnect();
      },
    };
  },
);

function answers(connection: NativeConnection): Promise<boolean> {
  const ask = (): Promise<unknown> => connection.workflowService.getSystemInfo({});
  return connection.withDeadline(Date.now() + READINESS_MS, ask).then(
    () => true,
    () => false,
  );
}
