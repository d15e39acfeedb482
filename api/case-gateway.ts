/**
 * The only Temporal client: gives commands to running cases and says what came of them. Step 3 of the
 * walk. Expected refusals come back as ProblemError; everything else is an outage.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  Client,
  Connection,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Refusal } from '../domain/refusals';
import { refuse } from '../domain/refusals';
import { workflowIdOf } from '../domain/names';
import {
  caseCommandUpdate,
  rollOutIdOf,
  ruleSetOrderedSignal,
  TASK_QUEUE,
  UPDATES_PER_RUN,
} from '../workflows/case-messages';
import type {
  CalendarOrder,
  CaseCommand,
  CommandOutcome,
  RuleSetOrder,
} from '../workflows/case-messages';
import { createGate } from './gate';
import { isRefusalCode, problem, ProblemError, refusalProblem } from './problems';

export interface GatewayOptions {
  address: string;
  namespace: string;
  taskQueue?: string;
  /** Commands after which a case goes on in a new run. */
  updatesPerRun?: number;
  /** Longest wait for a command's outcome, ms; then 202 and the caller asks later. */
  patienceMs?: number;
}

export interface Target {
  caseId: string;
  officeId: string;
}

/** The command was handed over, but its outcome was not known in time. */
export class OutcomePendingError extends Error {
  override readonly name = 'OutcomePendingError';
}

export interface CaseGateway {
  /** Creates the case and gives it its first command, in one call. Undefined when it ended long ago. */
  submit(target: Target, request: CaseCommand): Promise<CommandOutcome | undefined>;
  /** Undefined when no run of this case takes commands any more. */
  command(target: Target, request: CaseCommand): Promise<CommandOutcome | undefined>;
  /** Hands over a change of law, to be recorded and rolled out; the same order again is the same change. */
  changeLaw(order: CalendarOrder | RuleSetOrder): Promise<void>;
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

const PATIENCE_MS = 20_000;

/**
 * Commands of one case under way at once from this process. The case takes them one at a time anyhow; and
 * above ten (`history.maxInFlightUpdates`) the server turns one away, and with it every other in hand.
 */
const IN_FLIGHT_PER_CASE = 4;

const READINESS_MS = 1_000;

/** Left to itself the client would wait up to two minutes between its tries after a long outage. */
const LONGEST_RECONNECT_PAUSE_MS = 2_000;

/** Connects lazily: the API starts, and answers 503, while Temporal is away. */
export function createCaseGateway(options: GatewayOptions): CaseGateway {
  const connection = Connection.lazy({
    address: options.address,
    channelArgs: { 'grpc.max_reconnect_backoff_ms': LONGEST_RECONNECT_PAUSE_MS },
  });
  const client = new Client({ connection, namespace: options.namespace });
  const taskQueue = options.taskQueue ?? TASK_QUEUE;
  const updatesPerRun = options.updatesPerRun ?? UPDATES_PER_RUN;
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const inTurn = createGate(IN_FLIGHT_PER_CASE);
  // Waiting for its turn is part of a command's patience.
  const patiently = <T>(key: string, call: () => Promise<T>): Promise<T> => {
    const deadline = Date.now() + patienceMs;
    const handOver = (): Promise<T> =>
      connection.withDeadline(deadline, () => retryAcrossRuns(call, deadline));
    return inTurn(key, handOver).catch(translate);
  };

  return {
    submit: ({ caseId, officeId }, request) =>
      patiently(caseId, () =>
        client.workflow.executeUpdateWithStart(caseCommandUpdate, {
          args: [request],
          updateId: request.command.commandId,
          startWorkflowOperation: new WithStartWorkflowOperation('caseWorkflow', {
            workflowId: workflowIdOf(caseId),
            taskQueue,
            args: [{ caseId, officeId, updatesPerRun }],
            workflowIdConflictPolicy: 'USE_EXISTING',
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          }),
        }),
      ).catch(undefinedWhenOver),
    command: ({ caseId }, request) =>
      patiently(caseId, () =>
        client.workflow.getHandle(workflowIdOf(caseId)).executeUpdate(caseCommandUpdate, {
          args: [request],
          updateId: request.command.commandId,
        }),
      ).catch(undefinedWhenOver),
    changeLaw: (order) => patiently(order.officeId, () => startRollOut(client, taskQueue, order)),
    isReachable: () =>
      connection
        .withDeadline(Date.now() + READINESS_MS, () => connection.workflowService.getSystemInfo({}))
        .then(
          () => true,
          () => false,
        ),
    close: () => connection.close(),
  };
}

/** A run that continues as new may turn away what reached it last; the next run takes it. */
const TURNED_AWAY = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow']);
const NEXT_RUN_MS = 20;

async function retryAcrossRuns<T>(call: () => Promise<T>, deadline: number): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const type = failureIn(error)?.type ?? '';
      if (!TURNED_AWAY.has(type) || Date.now() > deadline) throw error;
      await delay(NEXT_RUN_MS);
    }
  }
}

/** An order that comes again is the same order: its first step records it once. */
async function startRollOut(
  client: Client,
  taskQueue: string,
  order: CalendarOrder | RuleSetOrder,
): Promise<void> {
  const workflowId = rollOutIdOf(order);
  if ('day' in order) {
    const options = { workflowId, taskQueue, args: [order] };
    await client.workflow.start('calendarChangeWorkflow', {
      ...options,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  } else {
    const options = { workflowId, taskQueue, args: [], signal: ruleSetOrderedSignal };
    await client.workflow.signalWithStart('ruleSetChangeWorkflow', {
      ...options,
      signalArgs: [order],
    });
  }
}

function undefinedWhenOver(error: unknown): undefined {
  if (error instanceof WorkflowNotFoundError) return undefined;
  if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
  throw error;
}

/** @throws always: a ProblemError, OutcomePendingError, WorkflowNotFoundError, or the error itself */
function translate(error: unknown): never {
  const refusal = refusalIn(error);
  if (refusal) throw new ProblemError(refusalProblem(refusal));
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw new OutcomePendingError();
  if (error instanceof ServiceError || isGrpcServiceError(error)) {
    throw new ProblemError(
      problem(503, 'engine_unavailable', {
        vi: 'Hệ thống xử lý tạm thời gián đoạn, vui lòng thử lại.',
        en: 'The case engine is not reachable; try again.',
      }),
    );
  }
  throw error;
}

function refusalIn(error: unknown): Refusal | undefined {
  const failure = failureIn(error);
  if (!isRefusalCode(failure?.type)) return undefined;
  const [params] = (failure.details ?? []) as [Refusal['params']?];
  return refuse(failure.type, { params });
}

function failureIn(error: unknown): ApplicationFailure | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? cause : undefined;
}
