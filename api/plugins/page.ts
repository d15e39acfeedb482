/**
 * The built page. Its addresses all lead to its one document; the API's and those of missing assets do not.
 * Files are looked up at each request, so that a rebuilt page is served without a restart; each is kept
 * beside its compressed twins, which the build makes.
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Names of assets hold the hash of their content: what has one name never changes. */
const ASSET_MAX_AGE = '365d';

/** @param directory where `npm run build:web` put the page */
export async function registerPage(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: ASSET_MAX_AGE,
    setHeaders: (response) => void response.setHeader('Vary', 'Accept-Encoding'),
  });
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    if (isForPeople(request.url)) {
      // Names the assets of this build, so a browser asks whether there is a newer one.
      void reply.header('Cache-Control', 'no-cache');
      return reply.sendFile('index.html', directory, { cacheControl: false });
    }
    reply.callNotFound();
    return reply;
  });
}

function isForPeople(url: string): boolean {
  return !url.startsWith('/api/') && !url.startsWith('/assets');
}
