/** OpenAPI 3.1 from the routes' zod schemas; served at /openapi.json and kept in docs/openapi.json. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { titleOf } from '../problems';

export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tiếp Dân',
        version: '1.0.0',
        description:
          'Hồ sơ khiếu nại của UBND cấp xã. Every failure is a problem document (RFC 9457) whose `code` says what went wrong.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'tiep_dan_session' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: describeRoute,
    transformObject: (document) => withProblems(jsonSchemaTransformObject(document) as Document),
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** A route for everybody asks for no session. */
const describeRoute: typeof jsonSchemaTransform = (route) => {
  const described = jsonSchemaTransform(route);
  return route.route.config?.isPublic
    ? { ...described, schema: { ...described.schema, security: [] } }
    : described;
};

interface Answer {
  description: string;
  content?: Record<string, { schema: object }>;
}

interface Operation {
  security?: unknown[];
  requestBody?: unknown;
  responses: Record<string, Answer>;
}

type Document = Record<string, unknown> & { paths?: Record<string, Record<string, Operation>> };

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** Every answer of every operation: also those that no route makes itself, and each problem as what it is. */
function withProblems(document: Document): Document {
  for (const operations of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations))
      describeAnswers(method, operation);
  }
  return document;
}

function describeAnswers(method: string, operation: Operation): void {
  const { responses } = operation;
  for (const answer of Object.values(responses)) answer.description = 'Done';
  for (const status of problemsOf(method, operation)) {
    responses[status] = { description: titleOf(status), content: PROBLEM_CONTENT };
  }
}

/** Signing in, coming from another page, a body that cannot be read, too many, and whatever breaks. */
function problemsOf(method: string, operation: Operation): number[] {
  const declared = Object.keys(operation.responses).map(Number);
  const statuses = [...declared.filter((status) => status >= 400), 429, 500, 503];
  if (operation.security?.length !== 0) statuses.push(401);
  if (method !== 'get') statuses.push(403);
  if (operation.requestBody !== undefined) statuses.push(400, 413, 415);
  return [...new Set(statuses)].sort((a, b) => a - b);
}
