/**
 * What one installation remembers between starts: its ports, its passwords, where Temporal came from.
 * Kept in `settings.json` of the state folder, readable by its owner only, since the passwords are in it.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

export const PORT_NAMES = [
  'postgres',
  'temporal',
  'temporalFrontendMembership',
  'temporalHistory',
  'temporalHistoryMembership',
  'temporalMatching',
  'temporalMatchingMembership',
  'kafka',
  'kafkaController',
  'http',
  'workerHealth',
  'relayHealth',
  'projectorHealth',
] as const;
export type PortName = (typeof PORT_NAMES)[number];
export type Ports = Record<PortName, number>;

/** Tried first on a machine where they are free; the leading 1 keeps clear of a service already installed. */
export const USUAL_PORTS: Ports = {
  postgres: 15432,
  temporal: 17233,
  temporalFrontendMembership: 16933,
  temporalHistory: 17234,
  temporalHistoryMembership: 16934,
  temporalMatching: 17235,
  temporalMatchingMembership: 16935,
  kafka: 19092,
  kafkaController: 19093,
  http: 8080,
  workerHealth: 8081,
  relayHealth: 8082,
  projectorHealth: 8083,
};

// Below the range systems give to outgoing connections, and below 32768: Temporal keeps its membership ports in a
// PostgreSQL smallint and does not start with a larger one.
const LOWEST_PICKED_PORT = 20_000;
const HIGHEST_PICKED_PORT = 29_999;

const Settings = z.object({
  ports: z.record(z.enum(PORT_NAMES), z.number().int()),
  passwords: z.object({
    superuser: z.string(),
    owner: z.string(),
    app: z.string(),
    temporal: z.string(),
  }),
  sessionSecret: z.string().min(32),
  kafkaClusterId: z.string(),
  /** Kept for good: the two kinds of Temporal keep their data in different places. */
  temporalKind: z.enum(['server', 'cli']).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Reads the settings of a state folder, or makes new ones with the ports wished for. */
export function loadSettings(directory: string, wished: Ports): Settings {
  mkdirSync(directory, { recursive: true });
  const file = settingsFile(directory);
  if (existsSync(file)) return Settings.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secret = (): string => randomBytes(24).toString('hex');
  return {
    ports: { ...wished },
    passwords: { superuser: secret(), owner: secret(), app: secret(), temporal: secret() },
    sessionSecret: secret(),
    kafkaClusterId: newKafkaClusterId(),
  };
}

/** 16 random bytes in base64; never with a leading hyphen, which Kafka's command line would take for an option. */
function newKafkaClusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString('base64url');
}

/** On disk first and then renamed into place, so that a loss of power leaves the old file or the new, never half of one. */
export function saveSettings(directory: string, settings: Settings): void {
  const draft = `${settingsFile(directory)}.new`;
  writeFileSync(draft, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, settingsFile(directory));
}

/** The ports to use now: each wished-for one if it is free, else another. 0 means "any". */
export async function freePorts(wished: Ports): Promise<Ports> {
  const chosen = new Map<PortName, number>();
  const isTaken = (port: number): boolean => [...chosen.values()].includes(port);
  for (const name of PORT_NAMES) {
    let port = wished[name];
    for (let tries = 0; port === 0 || isTaken(port) || !(await isFree(port)); tries += 1) {
      if (tries > 200) throw new Error('No free port was found between 20000 and 29999.');
      port = randomInt(LOWEST_PICKED_PORT, HIGHEST_PICKED_PORT + 1);
    }
    chosen.set(name, port);
  }
  return Object.fromEntries(chosen) as Ports;
}

function settingsFile(directory: string): string {
  return join(directory, 'settings.json');
}

/** Whether a program could listen there now. */
export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
