/**
 * The application: routes registered by hand, in order. It never listens, so tests call `inject` on the
 * real thing.
 */
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { isReachable } from '../store/client';
import type { Parts } from './give-command';
import { guardRoutes, registerAuth } from './plugins/auth';
import { answerBadAddress, answerBadConnection, registerErrors } from './plugins/errors';
import { registerJsonBody } from './plugins/json-body';
import { registerOpenapi } from './plugins/openapi';
import { registerPage } from './plugins/page';
import { calendarRoutes } from './routes/calendar';
import { caseRoutes } from './routes/cases';
import { certificateRoutes } from './routes/certificates';
import { commandRoutes } from './routes/commands';
import { deadlineRoutes } from './routes/deadlines';
import { documentRoutes } from './routes/documents';
import { lifecycleRoutes } from './routes/lifecycle';
import { reportRoutes } from './routes/reports';
import { ruleSetRoutes } from './routes/rule-sets';
import { sessionRoutes } from './routes/session';
import { whatIfRoutes } from './routes/what-if';

export interface AppParts extends Parts {
  sessionSecret: string;
  logLevel: string;
  /** The built page; absent: the API alone. */
  webDirectory?: string | undefined;
  /** Whose X-Forwarded-For, -Proto and -Host are believed: addresses or ranges; absent: nobody's. */
  trustedProxies?: string[];
}

/** Above what one clerk's page needs, below what a runaway script does; per address and minute. */
const REQUESTS_PER_MINUTE = 6_000;

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    logger: { level: parts.logLevel, serializers: { req: requestLine } },
    genReqId: () => randomUUID(),
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBadConnection,
    routerOptions: { maxParamLength: 200 },
    trustProxy: parts.trustedProxies ?? false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  registerErrors(app);
  registerJsonBody(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        // The component library writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        upgradeInsecureRequests: null,
      },
    },
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
  await registerAuth(app, parts);
  await registerOpenapi(app);
  registerHealth(app, parts);
  await app.register(
    async (api) => {
      guardRoutes(api, parts.database);
      await api.register(sessionRoutes(parts));
      await api.register(lifecycleRoutes(parts));
      await api.register(caseRoutes(parts));
      await api.register(commandRoutes(parts));
      await api.register(documentRoutes(parts));
      await api.register(deadlineRoutes(parts));
      await api.register(reportRoutes(parts));
      await api.register(calendarRoutes(parts));
      await api.register(ruleSetRoutes(parts));
      await api.register(whatIfRoutes(parts));
      await api.register(certificateRoutes(parts));
    },
    { prefix: '/api/v1' },
  );
  if (parts.webDirectory) await registerPage(app, parts.webDirectory);
  return app;
}

/** Method and path only: a query may hold a reference number. */
function requestLine(request: FastifyRequest): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?')[0] ?? '' };
}

/** `/healthz`: the process answers. `/readyz`: what it needs answers too. */
function registerHealth(app: FastifyInstance, parts: AppParts): void {
  const options = { logLevel: 'warn', schema: { hide: true } } as const;
  app.get('/healthz', options, () => ({ status: 'ok' }));
  app.get('/readyz', options, async (_request, reply) => {
    const [database, engine] = await Promise.all([
      isReachable(parts.database),
      parts.gateway.isReachable(),
    ]);
    const isReady = database && engine;
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'waiting', database, engine });
  });
}
