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

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** A failure no API spoke of; status 0 is in no HTTP answer. */
function ownProblem(code: string, detail: string): Problem {
  return { type: 'about:blank', title: 'Error', status: 0, code, detail };
}

/** The request got no answer at all. */
export function unreachable(): ProblemError {
  const detail = 'Không kết nối được với máy chủ. (The server cannot be reached.)';
  return new ProblemError(ownProblem('unreachable', detail));
}

/** Any failure as a problem document. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return ownProblem('page_error', 'Trang gặp lỗi. (The page failed.)');
}

/** The body of a failed answer as an error to throw; a proxy may answer with no problem document. */
export function errorOf(response: Response, body: unknown): ProblemError {
  if (isProblem(body)) return new ProblemError(body);
  const { status } = response;
  const answered = String(status);
  const detail = `Máy chủ trả lời ${answered}. (The server answered ${answered}.)`;
  return new ProblemError({ ...ownProblem(`http_${answered}`, detail), status });
}

/** Whether the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { status, code } = problemOf(error);
  return code === 'unreachable' || status >= 500;
}
