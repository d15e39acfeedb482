/** The environment is read in one place, faults are named together, and .env.example tells the truth about it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeploymentEnvSchema,
  EnvSchema,
  childEnvironment,
  readEnv,
  readOwnerUrl,
  readStackEnv,
  readWorkerEnv,
} from '../config/env';

const complete = {
  DATABASE_URL: 'postgresql://app:a@127.0.0.1:5432/tiep_dan',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SESSION_SECRET: 's'.repeat(32),
};

describe('the environment', () => {
  test('needs only an address for each store and a secret; the rest has a default', () => {
    expect(readEnv(complete)).toEqual({
      ...complete,
      DATABASE_POOL_SIZE: 10,
      TEMPORAL_NAMESPACE: 'tiep-dan',
      KAFKA_BROKERS: [],
      KAFKA_TOPIC: 'case-events.v1',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      TRUSTED_PROXIES: [],
      WORKER_HEALTH_PORT: 8081,
      RELAY_HEALTH_PORT: 8082,
      PROJECTOR_HEALTH_PORT: 8083,
      LOG_LEVEL: 'info',
    });
  });

  test('names every fault in one error and prints no value', () => {
    const attempt = (): unknown =>
      readEnv({
        TEMPORAL_ADDRESS: 'http://somewhere',
        SESSION_SECRET: 'too-short-secret',
        HTTP_PORT: 'x',
        TRUSTED_PROXIES: '10.0.0.0/8, everybody',
      });
    expect(attempt).toThrow(/DATABASE_URL: is missing/);
    expect(attempt).toThrow(/TEMPORAL_ADDRESS: must be host:port/);
    expect(attempt).toThrow(/SESSION_SECRET: must be at least 32 characters/);
    expect(attempt).toThrow(/HTTP_PORT/);
    expect(attempt).toThrow(/TRUSTED_PROXIES: must be addresses or ranges/);
    expect(attempt).not.toThrow(/too-short-secret/);
  });

  test('reads a list of brokers, and an empty variable as one that is not set', () => {
    const env = readEnv({
      ...complete,
      KAFKA_BROKERS: 'a:9092, b:9092,',
      HTTP_PORT: '',
      WEB_DIRECTORY: '',
    });
    expect(env.KAFKA_BROKERS).toEqual(['a:9092', 'b:9092']);
    expect(env.HTTP_PORT).toBe(8080);
    expect(env.WEB_DIRECTORY).toBeUndefined();
  });

  test('gives the workers neither the session secret nor the owner of the schema', () => {
    const env = readWorkerEnv({ ...complete, DATABASE_OWNER_URL: 'postgresql://o:o@h/d' });
    expect(env).not.toHaveProperty('SESSION_SECRET');
    expect(env).not.toHaveProperty('DATABASE_OWNER_URL');
    expect(() => readWorkerEnv({ ...complete, SESSION_SECRET: undefined })).not.toThrow();
    expect(() => readOwnerUrl(complete)).toThrow(/DATABASE_OWNER_URL: is missing/);
  });

  test('tells npm start only what was set, so that it may choose the rest', () => {
    expect(readStackEnv({ KAFKA_BROKERS: '', HOME: '/' })).toEqual({});
    expect(readStackEnv({ HTTP_PORT: '9000' })).toEqual({ HTTP_PORT: 9000 });
  });

  test('puts every child in UTC', () => {
    expect(childEnvironment({ A: 'b' })).toMatchObject({ TZ: 'UTC', A: 'b' });
  });
});

describe('.env.example', () => {
  const lines = readFileSync(join(__dirname, '../.env.example'), 'utf8').split('\n');
  const variables = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

  test('lists exactly the variables of the schemas', () => {
    const known = [...Object.keys(EnvSchema.shape), ...Object.keys(DeploymentEnvSchema.shape)];
    expect([...variables].sort()).toEqual(known.sort());
  });

  test('says a sentence about each and shows its default', () => {
    const defaults: Record<string, unknown> = readEnv(complete);
    for (const name of variables) {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[at - 1]).toMatch(/^# .+\.$/);
      const shown = lines[at]?.slice(name.length + 1) ?? '';
      if (shown !== '') expect(shown).toBe(String(defaults[name]));
    }
  });

  test('holds no secret', () => {
    for (const name of variables.filter((name) => /SECRET|PASSWORD|URL/.test(name))) {
      expect(lines).toContain(`${name}=`);
    }
  });
});
