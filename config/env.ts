/**
 * Every setting of the application, in one schema: the only reader of `process.env`.
 * A main calls its reader once at start and passes plain values down; nothing else looks at the environment.
 * A wrong environment stops the process with one error that lists every fault.
 * It must not branch on an environment name (`NODE_ENV`): what differs between places is a setting.
 */
import { z } from 'zod';

const port = (byDefault: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(0).max(65535).default(byDefault);

const postgresUrl = z
  .string()
  .regex(
    /^postgres(ql)?:\/\//,
    'must be an address like postgresql://user:password@host:5432/name',
  );

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );

const addressOrRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be addresses or ranges like 10.0.0.0/8',
});

/** One entry a variable; `.env.example` documents each and a test compares the two. */
export const EnvSchema = z.object({
  DATABASE_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s/]+:\d+$/, 'must be host:port, without a scheme'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('tiep-dan'),
  KAFKA_BROKERS: list,
  KAFKA_TOPIC: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'must be a legal Kafka topic name')
    .default('case-events.v1'),
  SESSION_SECRET: z.string().min(32, 'must be at least 32 characters'),
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  HTTP_PORT: port(8080),
  TRUSTED_PROXIES: list.pipe(z.array(addressOrRange)),
  WORKER_HEALTH_PORT: port(8081),
  RELAY_HEALTH_PORT: port(8082),
  PROJECTOR_HEALTH_PORT: port(8083),
  WEB_DIRECTORY: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** What docker compose asks for besides: the passwords its one-shot services give to the roles of a new cluster. */
export const DeploymentEnvSchema = z.object({
  POSTGRES_PASSWORD: z.string().min(1),
  OWNER_PASSWORD: z.string().min(1),
  APP_PASSWORD: z.string().min(1),
  TEMPORAL_PASSWORD: z.string().min(1),
});
const ProvisionEnvSchema = DeploymentEnvSchema.extend({ POSTGRES_HOST: z.string().min(1) });

// The workers never sign a session, so they are not given what signs one.
const WorkerEnvSchema = EnvSchema.omit({ SESSION_SECRET: true, DATABASE_OWNER_URL: true });
const OwnerEnvSchema = z.object({ DATABASE_OWNER_URL: postgresUrl });
const StackEnvSchema = EnvSchema.pick({
  DATABASE_URL: true,
  DATABASE_OWNER_URL: true,
  TEMPORAL_ADDRESS: true,
  TEMPORAL_NAMESPACE: true,
  KAFKA_BROKERS: true,
  SESSION_SECRET: true,
  HTTP_HOST: true,
  HTTP_PORT: true,
}).partial();

export type Env = z.infer<typeof EnvSchema>;
export type WorkerEnv = z.infer<typeof WorkerEnvSchema>;
export type StackEnv = z.infer<typeof StackEnvSchema>;
export type EnvSource = Readonly<Record<string, string | undefined>>;

/**
 * The API's settings: everything, with the session secret.
 * @throws Error listing every missing or malformed variable, one a line; no value is printed.
 */
export function readEnv(source: EnvSource = process.env): Env {
  return parse(EnvSchema, source);
}

/** The settings of the case worker, the relay and the projector: as `readEnv`, without the secrets they do not need. */
export function readWorkerEnv(source: EnvSource = process.env): WorkerEnv {
  return parse(WorkerEnvSchema, source);
}

/** The address of the role that owns the schema: for migrations and nothing else. */
export function readOwnerUrl(source: EnvSource = process.env): string {
  return parse(OwnerEnvSchema, source).DATABASE_OWNER_URL;
}

/** What scripts/provision-postgres.ts needs to make roles and databases in a cluster that runs elsewhere. */
export function readProvisionEnv(
  source: EnvSource = process.env,
): z.infer<typeof ProvisionEnvSchema> {
  return parse(ProvisionEnvSchema, source);
}

/** What `npm start` may be told from outside: only what is set, without defaults, since it provides the rest itself. */
export function readStackEnv(source: EnvSource = process.env): StackEnv {
  const isSet = (name: string): boolean => (source[name] ?? '') !== '';
  const env = Object.entries(parse(StackEnvSchema, source)).filter(([name]) => isSet(name));
  return Object.fromEntries(env);
}

/**
 * The environment of a child process: ours, in UTC, with `extra` on top.
 * UTC because a civil date is converted in one place only, never by the zone of a machine.
 */
export function childEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), TZ: 'UTC', ...extra };
}

function parse<T>(schema: z.ZodType<T>, source: EnvSource): T {
  // `NAME=` in an .env file means "not set", so that a default or "is missing" applies.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name}: ${given[name] === undefined ? 'is missing' : issue.message}`;
  });
  throw new Error(`The environment is not usable (see .env.example):\n${faults.join('\n')}`);
}
