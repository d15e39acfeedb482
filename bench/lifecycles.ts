/**
 * Lifecycles per second, receive → … → decide with every command awaited, beside a bare Temporal workflow
 * that takes the same number of updates, each with an empty local activity. Same server, same run, same
 * number of clients, so that only the ratio means anything.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { join } from 'node:path';
import { createActivities } from '../activities';
import { createCaseGateway } from '../api/case-gateway';
import { giveCommand, receiveCase } from '../api/give-command';
import type { Parts } from '../api/give-command';
import { civilDateAt } from '../domain/civil-date';
import type { CommandName } from '../domain/commands';
import { demoOfficerId, seedOffice } from '../prisma/seed';
import { openDatabase } from '../store/client';
import { findOfficer } from '../store/officers';
import type { Officer } from '../store/officers';
import { workflowBundlePath } from '../workers/workflow-bundle';

export interface Place {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
}

export interface LifecycleRates {
  clients: number;
  updatesPerLifecycle: number;
  /** Whole lifecycles per second. */
  ours: number;
  bare: number;
  /** ours / bare. */
  ratio: number;
}

type Step = readonly [officer: string, command: CommandName, body: object];

/** What stands between receipt and decision when findings agree with the request. */
const STEPS: readonly Step[] = [
  ['tiepdan', 'ClassifyCase', { field: 'land', competence: 'own' }],
  ['chutich', 'AcceptCase', {}],
  ['chanhvp', 'AssignCase', { officerId: demoOfficerId('xacminh') }],
  ['xacminh', 'ReportVerification', { findings: 'agree', report: 'Đúng như đơn nêu.' }],
  ['chutich', 'IssueDecision', { conclusion: 'right', outcome: 'cancel', decision: 'Hủy bỏ.' }],
];

async function officers(parts: Parts): Promise<Map<string, Officer>> {
  const names = [...new Set(['tiepdan', ...STEPS.map(([name]) => name)])];
  const found = await Promise.all(
    names.map((name) => findOfficer(parts.database, demoOfficerId(name))),
  );
  return new Map(names.flatMap((name, i) => (found[i] ? [[name, found[i]] as const] : [])));
}

async function ourLifecycle(parts: Parts, staff: Map<string, Officer>): Promise<void> {
  const as = (name: string): { officer: Officer; key: string } => {
    const officer = staff.get(name);
    if (!officer) throw new Error(`no officer ${name}`);
    return { officer, key: randomUUID() };
  };
  const { caseId } = await receiveCase(parts, as('tiepdan'), {
    kind: 'complaint',
    channel: 'post',
    receivedOn: civilDateAt(Date.now()),
    complainants: 1,
    isRemoteArea: false,
    submission: {
      complainantName: 'Người đo',
      address: 'Nơi đo',
      respondent: 'Bên bị đo',
      content: 'Nội dung đo.',
      request: 'Yêu cầu đo.',
    },
  });
  for (const [name, type, body] of STEPS) {
    await giveCommand(parts, as(name), caseId, { type, body, expectedVersion: undefined });
  }
}

async function bareLifecycle(client: Client, taskQueue: string, updates: number): Promise<void> {
  const workflowId = `bare-${randomUUID()}`;
  await client.workflow.executeUpdateWithStart('step', {
    startWorkflowOperation: new WithStartWorkflowOperation('bareWorkflow', {
      workflowId,
      taskQueue,
      args: [updates],
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  });
  const handle = client.workflow.getHandle(workflowId);
  for (let update = 1; update < updates; update += 1) await handle.executeUpdate('step');
}

/** A worker just started compiles as it goes; what is measured is one that has run a while. */
const WARM_UP_SECONDS = 5;

async function warmRate(
  clients: number,
  seconds: number,
  life: () => Promise<void>,
): Promise<number> {
  await rate(clients, WARM_UP_SECONDS, life);
  return rate(clients, seconds, life);
}

/** Lifecycles per second of `clients` callers, each doing one after another for `seconds`. */
async function rate(clients: number, seconds: number, life: () => Promise<void>): Promise<number> {
  const end = Date.now() + seconds * 1_000;
  const start = Date.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (Date.now() < end) {
        await life();
        done += 1;
      }
    }),
  );
  return done / ((Date.now() - start) / 1_000);
}

async function withWorker<T>(
  place: Place,
  options: Pick<Parameters<typeof Worker.create>[0], 'taskQueue' | 'workflowBundle' | 'activities'>,
  work: () => Promise<T>,
): Promise<T> {
  const connection = await NativeConnection.connect({ address: place.temporalAddress });
  const namespace = place.temporalNamespace;
  const worker = await Worker.create({ connection, namespace, ...options });
  const result = await worker.runUntil(work);
  await connection.close();
  return result;
}

/** Rounds of each side in turn, so that a drifting machine touches both alike. */
export async function benchLifecycles(
  place: Place,
  { clients = 8, seconds = 10, rounds = 3 } = {},
): Promise<LifecycleRates> {
  const updates = STEPS.length + 1;
  const database = openDatabase(place.databaseUrl, { poolSize: 10 });
  await seedOffice(database);
  const ourQueue = `bench-${randomUUID()}`;
  const bareQueue = `bare-${randomUUID()}`;
  const address = { address: place.temporalAddress, namespace: place.temporalNamespace };
  const gateway = createCaseGateway({ ...address, taskQueue: ourQueue });
  const parts: Parts = { database, gateway };
  const staff = await officers(parts);
  const connection = await Connection.connect({ address: place.temporalAddress });
  const client = new Client({ connection, namespace: place.temporalNamespace });
  const bareBundle = await bundleWorkflowCode({
    workflowsPath: join(__dirname, 'bare-workflow.ts'),
  });
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const mine = { taskQueue: ourQueue, workflowBundle: { codePath: workflowBundlePath() } };
    ours.push(
      await withWorker(place, { ...mine, activities: createActivities({ database }) }, () =>
        warmRate(clients, seconds, () => ourLifecycle(parts, staff)),
      ),
    );
    const its = { taskQueue: bareQueue, workflowBundle: bareBundle };
    const nothing = { nothing: async () => undefined };
    bare.push(
      await withWorker(place, { ...its, activities: nothing }, () =>
        warmRate(clients, seconds, () => bareLifecycle(client, bareQueue, updates)),
      ),
    );
  }
  await gateway.close();
  await connection.close();
  await database.$disconnect();
  const [mine, its] = [median(ours), median(bare)];
  return { clients, updatesPerLifecycle: updates, ours: mine, bare: its, ratio: mine / its };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
