/**
 * Reads JSON bodies strictly: bytes that are not UTF-8 are refused rather than silently replaced, because
 * a citizen's words must be stored as they were sent or not at all.
 */
import type { FastifyInstance } from 'fastify';
import { problem, ProblemError } from '../problems';

/** Bytes. The longest text field is 100,000 characters of up to 3 bytes; a body may hold several. */
export const MAX_BODY_BYTES = 1_048_576;

export function registerJsonBody(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    (_request, body, done) => {
      try {
        done(null, parseStrictly(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function parseStrictly(body: Buffer): unknown {
  if (body.length === 0) {
    throw new ProblemError(
      problem(400, 'body_missing', { vi: 'Thiếu nội dung JSON.', en: 'A JSON body is required.' }),
    );
  }
  const text = decode(body);
  try {
    return JSON.parse(text, withoutPrototype);
  } catch {
    throw new ProblemError(
      problem(400, 'invalid_json', { vi: 'JSON không hợp lệ.', en: 'The body is not valid JSON.' }),
    );
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new ProblemError(
      problem(400, 'invalid_utf8', {
        vi: 'Nội dung không phải UTF-8 hợp lệ.',
        en: 'The body is not valid UTF-8.',
      }),
    );
  }
}

/** `__proto__` in a body must not reach any object's prototype. */
function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
