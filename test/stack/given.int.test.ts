/** An address given from outside that leads nowhere is a sentence within seconds, not a start that waits and fails. */
import { type Server, createServer } from 'node:net';
import { checkGiven, placeOf } from '../../stack/given';

// Port 1 of this machine: nothing listens there.
const NOWHERE = '127.0.0.1:1';
const databaseUrl = `postgresql://app:b1-mat@${NOWHERE}/tiep_dan`;
const silent = (): void => undefined;

let deaf: Server;
let deafAddress: string;

/** Lets a connection in and says nothing to what comes. */
beforeAll(async () => {
  deaf = createServer((socket) => socket.on('error', silent).end('not a database'));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const address = deaf.address();
  deafAddress = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(() => deaf.close());

test('nothing given is nothing to check', async () => {
  const lines: string[] = [];
  await checkGiven({}, (line) => lines.push(line));
  expect(lines).toEqual([]);
});

test('a database that does not answer is named with its variable and place, without its password', async () => {
  const attempt = checkGiven({ databaseUrl, databaseOwnerUrl: databaseUrl }, silent);
  await expect(attempt).rejects.toThrow(
    /^DATABASE_(OWNER_)?URL: PostgreSQL at 127\.0\.0\.1:1\/tiep_dan cannot be used \(.*ECONNREFUSED.*\)\.$/,
  );
  await expect(attempt).rejects.not.toThrow(/b1-mat/);
});

test('a host that does not exist is named, too', async () => {
  const elsewhere = 'postgresql://app:b1-mat@nowhere.invalid/tiep_dan';
  const attempt = checkGiven({ databaseUrl: elsewhere, databaseOwnerUrl: elsewhere }, silent);
  await expect(attempt).rejects.toThrow(/nowhere\.invalid:5432\/tiep_dan cannot be used/);
});

test('one database address without the other is refused', async () => {
  await expect(checkGiven({ databaseUrl }, silent)).rejects.toThrow(/together or not at all/);
});

test('a Temporal that does not listen, or is something else, is named', async () => {
  await expect(checkGiven({ temporalAddress: NOWHERE }, silent)).rejects.toThrow(
    'TEMPORAL_ADDRESS: Temporal at 127.0.0.1:1 cannot be used (nothing listens there).',
  );
  await expect(checkGiven({ temporalAddress: deafAddress }, silent)).rejects.toThrow(
    /^TEMPORAL_ADDRESS: Temporal at .* cannot be used/,
  );
}, 15_000);

test('Kafka may be away: that is said, and the start goes on', async () => {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  await checkGiven({ kafkaBrokers: [NOWHERE, deafAddress] }, say);
  expect(lines).toEqual([]);
  await checkGiven({ kafkaBrokers: [NOWHERE] }, say);
  expect(lines).toEqual(['KAFKA_BROKERS: nothing answers at 127.0.0.1:1; reports wait for it']);
});

test('of an address only host, port and database are shown', () => {
  expect(placeOf('postgresql://app:b1-mat@db/tiep_dan')).toBe('db:5432/tiep_dan');
});
