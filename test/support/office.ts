/**
 * A working office for one test file: its own database, task queue, worker and API, with the
 * demonstration people. Real parts: only the network socket of the API is replaced by `inject`.
 */
import { randomUUID } from 'node:crypto';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createActivities } from '../../activities';
import { buildApp } from '../../api/app';
import { createCaseGateway } from '../../api/case-gateway';
import type { CaseGateway } from '../../api/case-gateway';
import type { CaseView } from '../../api/contract';
import { DEMO_USERS, demoOfficerId, seedOffice } from '../../prisma/seed';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { workflowBundlePath } from '../../workers/workflow-bundle';
import { createTaskQueueName, createTestDatabase, testStack } from './stack';
import type { TestDatabase } from './stack';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Record<string, unknown>;
}

export interface Office {
  app: FastifyInstance;
  database: Database;
  gateway: CaseGateway;
  testDatabase: TestDatabase;
  taskQueue: string;
  /** A request as a demonstration user, or as nobody. */
  ask<T = CaseView>(userName: string | null, options: InjectOptions): Promise<Answer<T>>;
  /** A command on a case, with a fresh key unless one is given. */
  command<T = CaseView>(
    userName: string,
    caseId: string,
    command: string,
    data?: object,
    extra?: { key?: string; expectedVersion?: number },
  ): Promise<Answer<T>>;
  receive(changes?: object, key?: string): Promise<Answer<CaseView>>;
  close(): Promise<void>;
}

/** A complaint as the counter takes it; `receivedOn` is today in the office. */
export function complaint(changes: object = {}): object {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  return {
    kind: 'complaint',
    channel: 'in_person',
    receivedOn: today,
    complainants: 1,
    submission: {
      complainantName: 'Nguyễn Thị Thử',
      address: 'Thôn 1, xã Yên Bình',
      respondent: 'Công chức địa chính',
      content: 'Nội dung khiếu nại thử.',
      request: 'Yêu cầu thử.',
    },
    ...changes,
  };
}

export async function openOffice(
  options: { maxCachedWorkflows?: number | undefined; updatesPerRun?: number } = {},
): Promise<Office> {
  const stack = testStack();
  const testDatabase = await createTestDatabase();
  const taskQueue = createTaskQueueName();
  const database = openDatabase(testDatabase.appUrl, { poolSize: 10 });
  await seedOffice(database);
  const connection = await NativeConnection.connect({ address: stack.temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace: stack.temporalNamespace,
    taskQueue,
    workflowBundle: { codePath: workflowBundlePath() },
    activities: createActivities({ database }),
    ...(options.maxCachedWorkflows === undefined
      ? {}
      : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  const running = worker.run();
  const gateway = createCaseGateway({
    address: stack.temporalAddress,
    namespace: stack.temporalNamespace,
    taskQueue,
    ...(options.updatesPerRun === undefined ? {} : { updatesPerRun: options.updatesPerRun }),
  });
  const app = await buildApp({
    database,
    gateway,
    sessionSecret: 'a secret of thirty-two characters',
    logLevel: 'silent',
  });
  const tokens = new Map(
    DEMO_USERS.map(({ userName }) => [userName, app.jwt.sign({ sub: demoOfficerId(userName) })]),
  );
  const ask: Office['ask'] = async (userName, options) => {
    const token = userName === null ? undefined : tokens.get(userName);
    const headers = { ...options.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const response = await app.inject({ ...options, headers });
    const isJson = /[/+]json/.test(String(response.headers['content-type']));
    const body = isJson ? response.json() : response.body;
    return { status: response.statusCode, body, headers: response.headers };
  };
  return {
    ...{ app, database, gateway, testDatabase, taskQueue, ask },
    command: (userName, caseId, command, data = {}, extra = {}) =>
      ask(userName, {
        method: 'POST',
        url: `/api/v1/cases/${caseId}/commands/${command}`,
        headers: { 'idempotency-key': extra.key ?? randomUUID() },
        payload: {
          data,
          ...(extra.expectedVersion ? { expectedVersion: extra.expectedVersion } : {}),
        },
      }),
    receive: (changes = {}, key = randomUUID()) =>
      ask('tiepdan', {
        method: 'POST',
        url: '/api/v1/cases',
        headers: { 'idempotency-key': key },
        payload: complaint(changes),
      }),
    close: async () => {
      await app.close();
      await gateway.close();
      worker.shutdown();
      await running;
      await connection.close();
      await database.$disconnect();
      await testDatabase.drop();
    },
  };
}
