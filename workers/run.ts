/**
 * What every worker process shares: one logger, a health port, signals and an orderly stop.
 * A main gives `runWorker` a function that starts its parts; this file knows nothing of what they do.
 * Log lines, reasons and metric names must never carry personal data: ids, counts and codes only.
 */
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import pino from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

export interface WorkerSettings {
  /** Names the process in its log lines. */
  name: string;
  /** Address the health port listens on. */
  healthHost: string;
  /** 0 lets the system pick; the chosen one is logged. */
  healthPort: number;
  /** A pino level. */
  logLevel: string;
}

/** A started worker, as its main hands it over. */
export interface RunningWorker {
  /** Undefined when it does its work; else one sentence saying what it waits for. */
  notReadyReason: () => string | undefined | Promise<string | undefined>;
  /** Name (lower_snake) → number, for /metrics-lite. */
  metrics: () => Record<string, number> | Promise<Record<string, number>>;
  /** Finishes what is under way and lets go of everything. */
  stop: () => Promise<void>;
  /** Settles when the worker ends by itself; a rejection ends the process with code 1. */
  ended?: Promise<void>;
}

/** After this an orderly stop has failed and the process ends anyway; supervisors kill after 30 s. */
const STOP_WITHIN_MS = 20_000;

/**
 * Runs a worker until SIGTERM or SIGINT, or until it ends by itself, then ends the process.
 * /healthz answers 200 as long as the process can answer at all; /readyz answers 503 with the reason
 * while the worker starts, waits for something or stops; /metrics-lite lists `name value` lines.
 */
export async function runWorker(
  settings: WorkerSettings,
  start: (log: Logger) => Promise<RunningWorker>,
): Promise<void> {
  const log = pino({ name: settings.name, level: settings.logLevel });
  let worker: RunningWorker | undefined;
  let isStopping = false;
  const stopAsked = nextSignal(log);
  const health = await listen(settings, {
    reason: async () => {
      if (isStopping) return 'stopping';
      return worker ? worker.notReadyReason() : 'starting';
    },
    metrics: async () => (worker ? worker.metrics() : {}),
  });
  log.info({ port: portOf(health) }, 'health port open');
  try {
    // A stop asked for while a start waits for something must not wait with it.
    worker = await Promise.race([start(log), stopAsked]);
    if (worker) log.info('started');
    await Promise.race([stopAsked, worker?.ended ?? stopAsked]);
  } catch (error) {
    log.fatal({ err: error }, 'ended by an error');
    process.exitCode = 1;
  }
  isStopping = true;
  await stopInTime(worker, log);
  health.close();
  // Whatever still holds the event loop open is not worth waiting for: everything known is closed.
  process.exit();
}

async function nextSignal(log: Logger): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        log.info({ signal }, 'stopping');
        resolve(undefined);
      });
    }
  });
}

async function stopInTime(worker: RunningWorker | undefined, log: Logger): Promise<void> {
  const alarm = setTimeout(() => {
    log.fatal({ withinMs: STOP_WITHIN_MS }, 'did not stop in time');
    process.exit(1);
  }, STOP_WITHIN_MS);
  try {
    await worker?.stop();
    log.info('stopped');
  } catch (error) {
    log.error({ err: error }, 'stopped with an error');
    process.exitCode = 1;
  }
  clearTimeout(alarm);
}

interface Health {
  reason(): Promise<string | undefined>;
  metrics(): Promise<Record<string, number>>;
}

async function listen(settings: WorkerSettings, health: Health): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url, response, health).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.healthPort, settings.healthHost, resolve);
  });
  return server;
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

async function answer(
  url: string | undefined,
  response: ServerResponse,
  health: Health,
): Promise<void> {
  const say = (status: number, text: string): void => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  };
  if (url === '/healthz') say(200, 'ok');
  else if (url === '/readyz') {
    const reason = await health.reason();
    say(reason === undefined ? 200 : 503, reason ?? 'ready');
  } else if (url === '/metrics-lite') say(200, metricLines(await health.metrics()));
  else say(404, 'not found');
}

function metricLines(metrics: Record<string, number>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value}`)
    .join('\n');
}
