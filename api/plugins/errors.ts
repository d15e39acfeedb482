/**
 * Every failure becomes one problem document (RFC 9457). Field faults name the field's path; nothing
 * above 499 says what broke inside. The request's body is never logged: it holds people's words.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type {
  ConnectionError,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Sentence } from '../../domain/refusals';
import { isOutage } from '../../store/client';
import { WordsDifferError } from '../../store/words';
import { OutcomePendingError } from '../case-gateway';
import type { Problem } from '../contract';
import { keyReused, problem, ProblemError } from '../problems';

const MEDIA_TYPE = 'application/problem+json';
const BAD_REQUEST: Sentence = {
  vi: 'Yêu cầu không hợp lệ.',
  en: 'The request cannot be read.',
};

const BY_FASTIFY_CODE: Record<string, [status: number, code: string, detail: Sentence]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    415,
    'unsupported_media_type',
    { vi: 'Kiểu nội dung không được hỗ trợ.', en: 'Send application/json.' },
  ],
  FST_REQ_FILE_TOO_LARGE: [
    413,
    'file_too_large',
    { vi: 'Tệp quá lớn.', en: 'The file is too large.' },
  ],
  FST_FILES_LIMIT: [
    400,
    'one_file_at_a_time',
    { vi: 'Mỗi lần chỉ gửi một tệp.', en: 'Send one file at a time.' },
  ],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [
    415,
    'unsupported_media_type',
    { vi: 'Hãy gửi multipart/form-data.', en: 'Send multipart/form-data.' },
  ],
};

export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    send(problemOf(error, request), error, request, reply),
  );
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type(MEDIA_TYPE)
      .send(
        problem(404, 'route_not_found', {
          vi: `Không có ${request.method} ${request.url.split('?')[0]}.`,
          en: 'No such route.',
        }),
      ),
  );
}

/** An address that cannot be read never reaches a route. */
export function answerBadAddress(
  _error: FastifyError,
  _request: unknown,
  reply: FastifyReply,
): void {
  const detail = { vi: 'Địa chỉ không hợp lệ.', en: 'The address cannot be read.' };
  void reply
    .code(400)
    .type(MEDIA_TYPE)
    .serializer(JSON.stringify)
    .send(problem(400, 'bad_address', detail));
}

/** What is not HTTP, or has headers without end, has no request to answer: only the socket. */
export function answerBadConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problem(431, 'headers_too_large', {
          vi: 'Phần đầu của yêu cầu quá lớn.',
          en: 'The headers are too large.',
        })
      : problem(400, 'bad_request', BAD_REQUEST);
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\nConnection: close\r\n` +
      `Content-Type: ${MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  const foreseen = foreseenProblem(error);
  if (foreseen) return foreseen;
  if (hasZodFastifySchemaValidationErrors(error)) return fieldFaults(error);
  const known = BY_FASTIFY_CODE[error.code];
  if (known) return problem(...known);
  const status = error.statusCode ?? 500;
  if (status === 429)
    return problem(429, 'too_many_requests', {
      vi: 'Quá nhiều yêu cầu, vui lòng thử lại sau.',
      en: 'Too many requests; try again later.',
    });
  if (status >= 400 && status < 500)
    return problem(status, 'bad_request', { ...BAD_REQUEST, en: error.message });
  return problem(500, 'internal_error', {
    vi: `Lỗi hệ thống, mã ${request.id}.`,
    en: `Internal error, reference ${request.id}.`,
  });
}

/** What our own rooms say of themselves. */
function foreseenProblem(error: Error): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof WordsDifferError) return keyReused();
  if (error instanceof OutcomePendingError) {
    return problem(503, 'outcome_unknown', {
      vi: 'Chưa biết kết quả; hãy gửi lại với cùng Idempotency-Key.',
      en: 'Outcome not known yet; send again with the same Idempotency-Key.',
    });
  }
  if (!isOutage(error)) return undefined;
  return problem(503, 'database_unavailable', {
    vi: 'Cơ sở dữ liệu tạm thời gián đoạn, vui lòng thử lại.',
    en: 'The database is not reachable; try again.',
  });
}

type Validation = NonNullable<FastifyError['validation']>[number];

function fieldFaults({
  validation = [],
  validationContext: where = 'body',
}: Pick<FastifyError, 'validation' | 'validationContext'>): Problem {
  const errors = validation.flatMap((issue) => {
    const message = issue.message ?? 'invalid';
    const fault = { message, ...kindOfFault(issue) };
    return placesOf(issue).map((place) => ({ path: [where, ...place].join('.'), ...fault }));
  });
  const detail = { vi: 'Dữ liệu gửi lên chưa đúng.', en: 'Some fields are not valid.' };
  return problem(400, 'invalid_fields', detail, { errors });
}

/** A field nobody asked for is itself the place; zod names the object around it. */
function placesOf({ instancePath, params }: Validation): string[][] {
  const place = instancePath.split('/').filter((name) => name !== '');
  const unknown: unknown = params.keys;
  return Array.isArray(unknown) ? unknown.map((key) => [...place, String(key)]) : [place];
}

/** zod says "missing" only in words, and the same code for a long text as for a large number. */
function kindOfFault({ keyword, message, params }: Validation): { code: string; limit?: number } {
  const { origin, maximum, minimum } = params;
  const limit = [maximum, minimum].find((value) => typeof value === 'number');
  const bound = typeof limit === 'number' ? { limit } : {};
  if (message?.endsWith('received undefined')) return { code: 'missing' };
  if (keyword === 'too_big' && origin === 'string') return { code: 'too_long', ...bound };
  return { code: keyword, ...bound };
}

function send(
  answer: Problem,
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (answer.status >= 500) request.log.error({ err: error }, 'request failed');
  if (answer.status === 503) void reply.header('Retry-After', '2');
  return reply
    .code(answer.status)
    .type(MEDIA_TYPE)
    .send({ ...answer, instance: request.id });
}
