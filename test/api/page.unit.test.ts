/** How the built page is served: what is kept for ever, what is asked for again, what does not exist. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { registerErrors } from '../../api/plugins/errors';
import { registerPage } from '../../api/plugins/page';

const SCRIPT = 'console.log("trang");\n'.repeat(200);
const DOCUMENT = '<!doctype html><title>Tiếp Dân</title>';

let app: FastifyInstance;
let directory: string;

/** A file as the build leaves it: beside its compressed twins. */
function put(file: string, content: string): void {
  writeFileSync(join(directory, file), content);
  writeFileSync(join(directory, `${file}.gz`), gzipSync(content));
  writeFileSync(join(directory, `${file}.br`), brotliCompressSync(content));
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tiep-dan-page-'));
  mkdirSync(join(directory, 'assets'));
  put('index.html', DOCUMENT);
  put('assets/page-Ab12.js', SCRIPT);
  app = Fastify();
  registerErrors(app);
  await registerPage(app, directory);
  await app.ready();
});

afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

it.each(['/', '/ho-so', '/ho-so/3f0c', '/lich-lam-viec?year=2027'])(
  'answers %s with the document, asked for anew each time',
  async (url) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toBe(DOCUMENT);
  },
);

it('sends assets once for ever, compressed as the browser can read them', async () => {
  const url = '/assets/page-Ab12.js';
  const plain = await app.inject({ url });
  expect(plain.body).toBe(SCRIPT);
  expect(plain.headers['content-encoding']).toBeUndefined();
  for (const [encoding, read] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await app.inject({ url, headers: { 'accept-encoding': encoding } });
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': expect.stringMatching(/javascript/) as string,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringMatching(/accept-encoding/i) as string,
    });
    expect(read(answer.rawPayload).toString()).toBe(SCRIPT);
    expect(answer.rawPayload.length).toBeLessThan(SCRIPT.length / 10);
  }
});

it('serves what a rebuild brought without a restart', async () => {
  const url = '/assets/page-Cd34.js';
  expect((await app.inject({ url })).statusCode).toBe(404);
  put('assets/page-Cd34.js', SCRIPT);
  expect((await app.inject({ url })).body).toBe(SCRIPT);
});

it.each(['/assets/page-gone.js', '/assets/', '/assets', '/assets/..%2findex.html', '/api/v1/gone'])(
  'has no %s, and says so in a problem document that nobody keeps',
  async (url) => {
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'br' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBeUndefined();
    expect(answer.json()).toMatchObject({ code: 'route_not_found' });
  },
);
