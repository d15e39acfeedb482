/** Who gets as far as a route: nobody unknown, nobody from another page, nothing that is not HTTP. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { InjectOptions } from 'fastify';
import { buildApp } from '../../api/app';
import type { Problem } from '../../api/contract';
import openapi from '../../docs/openapi.json';
import { demoOfficerId } from '../../prisma/seed';
import { openDatabase } from '../../store/client';
import { complaint, openOffice } from '../support/office';
import type { Office } from '../support/office';

let office: Office;
let address: AddressInfo;

beforeAll(async () => {
  office = await openOffice();
  await office.app.listen({ host: '127.0.0.1', port: 0 });
  address = office.app.server.address() as AddressInfo;
});

afterAll(async () => {
  await office.close();
});

interface Described {
  security?: unknown[];
  responses: Record<string, { content?: object }>;
}

const OPERATIONS = Object.entries(
  openapi.paths as Record<string, Record<string, Described>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

const isPublic = ({ operation }: { operation: Described }): boolean =>
  operation.security?.length === 0;

describe('who is not signed in', () => {
  it('may ask four things', () => {
    const open = OPERATIONS.filter(isPublic).map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual([
      'delete /api/v1/session',
      'get /api/v1/lifecycle',
      'post /api/v1/deadlines/preview',
      'post /api/v1/session',
    ]);
  });

  it.each(OPERATIONS.filter((described) => !isPublic(described)))(
    'is kept out of $method $path before anything is read',
    async ({ method, path }) => {
      const answer = await office.ask<Problem>(null, {
        method: method.toUpperCase(),
        url: path.replaceAll(/\{\w+\}/g, 'x'),
        ...(method === 'get' ? {} : { payload: '{', headers: { 'content-type': 'text/html' } }),
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );
});

it.each(OPERATIONS)('$method $path describes its problems as what they are', ({ operation }) => {
  const { responses } = operation;
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['429', '500', '503']));
  for (const [status, { content }] of Object.entries(responses)) {
    const types = Object.keys(content ?? {});
    expect(types.includes('application/problem+json')).toBe(Number(status) >= 400);
  }
});

describe('a change that a page asks for', () => {
  const receive = (headers: Record<string, string>): InjectOptions => ({
    method: 'POST',
    url: '/api/v1/cases',
    headers,
    payload: complaint(),
  });

  it.each([
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://example.org' }],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site', host: 'xa.vn' }],
    [
      'of another origin, by a browser that says no more',
      { origin: 'http://xa.vn:81', host: 'xa.vn' },
    ],
    ['of no origin at all', { origin: 'null', host: 'xa.vn' }],
  ])('%s is refused', async (_which, headers) => {
    const answer = await office.ask<Problem>('tiepdan', receive(headers));
    expect(answer).toMatchObject({ status: 403, body: { code: 'other_origin' } });
  });

  it.each([
    [
      'of our own',
      { 'sec-fetch-site': 'same-origin', origin: 'https://xa.vn', host: 'inside:8080' },
    ],
    ['of our own, by a browser that says no more', { origin: 'http://xa.vn', host: 'xa.vn' }],
    ['that is none, but a program', {}],
  ])('%s is taken', async (_which, headers) => {
    expect((await office.ask('tiepdan', receive(headers))).status).toBe(201);
  });
});

it('says that the database is away, and when to come back', async () => {
  const database = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nowhere');
  const { app, gateway } = office;
  const sessionSecret = 'a secret of thirty-two characters';
  const away = await buildApp({ database, gateway, sessionSecret, logLevel: 'silent' });
  const headers = { authorization: `Bearer ${app.jwt.sign({ sub: demoOfficerId('tiepdan') })}` };
  const answer = await away.inject({ url: '/api/v1/cases', headers });
  expect(answer.statusCode).toBe(503);
  expect(answer.json<Problem>().code).toBe('database_unavailable');
  expect(answer.headers['retry-after']).toBe('2');
  const ready = await away.inject({ url: '/readyz' });
  expect(ready.json()).toEqual({ status: 'waiting', database: false, engine: true });
  await away.close();
  await database.$disconnect();
});

describe('behind a proxy that ends TLS', () => {
  const signIn = {
    method: 'POST',
    url: '/api/v1/session',
    payload: { userName: 'tiepdan', password: 'demo-tiepdan' },
    headers: {
      host: 'inside:8080',
      origin: 'https://xa.vn',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'xa.vn',
    },
  } as const;

  it.each([
    ['is believed when it is one of ours', ['127.0.0.0/8'], 200],
    ['is not when nobody named it', [], 403],
  ])('what it says %s', async (_which, trustedProxies, status) => {
    const { database, gateway } = office;
    const sessionSecret = 'a secret of thirty-two characters';
    const settings = { database, gateway, sessionSecret, logLevel: 'silent' };
    const app = await buildApp({ ...settings, trustedProxies });
    const answer = await app.inject(signIn);
    expect(answer.statusCode).toBe(status);
    expect(answer.cookies.map(({ secure }) => secure)).toEqual(status === 200 ? [true] : []);
    await app.close();
  });
});

describe('on the wire', () => {
  /** Says something to the open port and listens until it is closed. */
  async function said(text: string): Promise<string> {
    const socket = connect(address.port, address.address);
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  it.each([
    ['no HTTP', 'Xin chào\r\n\r\n', 400, 'bad_request'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}\r\n`,
      431,
      'headers_too_large',
    ],
  ])('answers %s with a problem', async (_what, text, status, code) => {
    const heard = await said(text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(heard).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(heard.slice(heard.indexOf('{')))).toMatchObject({ status, code });
  });

  it('hears ten megabytes out before it refuses them, so that the sender hears why', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(10 * 1_048_576) });
    const token = office.app.jwt.sign({ sub: demoOfficerId('tiepdan') });
    for (let time = 0; time < 5; time += 1) {
      const answer = await fetch(`http://${address.address}:${address.port}/api/v1/cases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'body_too_large' });
    }
  });
});
