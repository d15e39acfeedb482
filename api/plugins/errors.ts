/**
 * Every failure becomes one problem document (RFC 9457). Field faults name the field's path; nothing
 * above 499 says what broke inside. The request's body is never logged: it holds people's words.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Sentence } from '../../domain/refusals';
import { WordsDifferError } from '../../store/words';
import { OutcomePendingError } from '../case-gateway';
import type { Problem } from '../contract';
import { keyReused, problem, ProblemError } from '../problems';

const BY_FASTIFY_CODE: Record<string, [status: number, code: string, detail: Sentence]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    413,
    'body_too_large',
    { vi: 'Nội dung gửi lên quá lớn.', en: 'The body is too large.' },
  ],
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
      .type('application/problem+json')
      .send(
        problem(404, 'route_not_found', {
          vi: `Không có ${request.method} ${request.url.split('?')[0]}.`,
          en: 'No such route.',
        }),
      ),
  );
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof WordsDifferError) return keyReused();
  if (error instanceof OutcomePendingError) {
    return problem(503, 'outcome_unknown', {
      vi: 'Chưa biết kết quả; hãy gửi lại với cùng Idempotency-Key.',
      en: 'Outcome not known yet; send again with the same Idempotency-Key.',
    });
  }
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
    return problem(status, 'bad_request', { vi: 'Yêu cầu không hợp lệ.', en: error.message });
  return problem(500, 'internal_error', {
    vi: `Lỗi hệ thống, mã ${request.id}.`,
    en: `Internal error, reference ${request.id}.`,
  });
}

type Validation = NonNullable<FastifyError['validation']>[number];

function fieldFaults({
  validation = [],
  validationContext: where = 'body',
}: Pick<FastifyError, 'validation' | 'validationContext'>): Problem {
  const errors = validation.map((issue) => ({
    path: `${where}${issue.instancePath.replaceAll('/', '.')}`,
    message: issue.message ?? 'invalid',
    ...kindOfFault(issue),
  }));
  const detail = { vi: 'Dữ liệu gửi lên chưa đúng.', en: 'Some fields are not valid.' };
  return problem(400, 'invalid_fields', detail, { errors });
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
    .type('application/problem+json')
    .send({ ...answer, instance: request.id });
}
