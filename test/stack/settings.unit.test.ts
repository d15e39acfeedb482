/** What an installation remembers: secrets of its own, readable by its owner only, and ports that are free. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL_PORTS, freePorts, loadSettings, saveSettings } from '../../stack/settings';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'settings-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('settings are kept from one start to the next, and only their owner may read them', () => {
  const settings = loadSettings(directory, USUAL_PORTS);
  saveSettings(directory, settings);
  expect(loadSettings(directory, USUAL_PORTS)).toEqual(settings);
  expect(statSync(join(directory, 'settings.json')).mode & 0o777).toBe(0o600);
});

test('two installations share no secret', () => {
  const [one, other] = [loadSettings(directory, USUAL_PORTS), loadSettings(directory, USUAL_PORTS)];
  const secrets = [one, other].flatMap(({ passwords, sessionSecret }) => [
    ...Object.values(passwords),
    sessionSecret,
  ]);
  expect(new Set(secrets).size).toBe(secrets.length);
});

test("no Kafka cluster id begins with a hyphen, which Kafka's tool would take for an option", () => {
  for (let round = 0; round < 500; round += 1) {
    expect(loadSettings(directory, USUAL_PORTS).kafkaClusterId).toMatch(/^[A-Za-z0-9_][\w-]{21}$/);
  }
});

test('a port that is taken is replaced by one that Temporal can store in a smallint', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  const ports = await freePorts({ ...USUAL_PORTS, temporal: taken, kafka: 0 });
  server.close();
  for (const port of [ports.temporal, ports.kafka]) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
  }
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
});
