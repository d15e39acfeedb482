/**
 * Reads JSON bodies strictly: bytes that are not UTF-8 are refused rather than silently replaced, because
 * a citizen's words must be stored as they were sent or not at all.
 */
import type { FastifyInstance } from 'fastify';
import { problem, ProblemError } from '../problems';

/** Bytes. The longest text field is 100,000 characters of up to 3 bytes; a body may hold several. */
export const MAX_BODY_BYTES = 1_048_576;

/** Bytes read of a body that is too large: who is cut off while still sending never sees the answer. */
const PATIENCE_BYTES = 32 * MAX_BODY_BYTES;

export function registerJsonBody(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(
    'application/json',
    async (_request: unknown, payload: AsyncIterable<Buffer>) => parseStrictly(await read(payload)),
  );
}

async function read(payload: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (size > PATIENCE_BYTES) break;
  }
  if (size <= MAX_BODY_BYTES) return Buffer.concat(chunks);
  throw new ProblemError(
    problem(413, 'body_too_large', {
      vi: 'Nội dung gửi lên quá lớn.',
      en: 'The body is too large.',
    }),
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
