/**
 * What the API says when it says no: a problem document (RFC 9457), whatever went wrong. A network that
 * does not answer becomes one too, so that pages know a single kind of failure.
 */
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Status of a failure that never reached the API; no HTTP answer has it. */
const UNREACHABLE = 0;

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** Any failure as a problem document. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const isNetwork = error instanceof TypeError;
  return {
    type: 'about:blank',
    title: isNetwork ? 'Unreachable' : 'Error',
    status: UNREACHABLE,
    code: isNetwork ? 'unreachable' : 'page_error',
    detail: isNetwork
      ? 'Không kết nối được với máy chủ. (The server cannot be reached.)'
      : 'Trang gặp lỗi. (The page failed.)',
  };
}

/** The body of a failed answer as an error to throw; a proxy may answer with no problem document. */
export function errorOf(response: Response, body: unknown): ProblemError {
  if (isProblem(body)) return new ProblemError(body);
  const { status } = response;
  return new ProblemError({
    type: 'about:blank',
    title: 'Error',
    status,
    code: `http_${String(status)}`,
    detail: `Máy chủ trả lời ${String(status)}. (The server answered ${String(status)}.)`,
  });
}

/** Whether the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { status, code } = problemOf(error);
  return code === 'unreachable' || status >= 500;
}
