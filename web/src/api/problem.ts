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
  return typeof value === 'object' && value !== null && 'code' in value && 'details' in value;
}

/** A failure no API spoke of; status 0 is in no HTTP answer. */
function ownProblem(code: string, details: Problem['details']): Problem {
  const detail = `${details.vi} (${details.en})`;
  return { type: 'about:blank', title: 'Error', status: 0, code, detail, details };
}

/** The request got no answer at all. */
export function unreachable(): ProblemError {
  const vi = 'Không kết nối được với máy chủ.';
  return new ProblemError(ownProblem('unreachable', { vi, en: 'The server cannot be reached.' }));
}

/** Any failure as a problem document. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return ownProblem('page_error', { vi: 'Trang gặp lỗi.', en: 'The page failed.' });
}

/** The body of a failed answer as an error to throw; a proxy may answer with no problem document. */
export function errorOf(response: Response, body: unknown): ProblemError {
  if (isProblem(body)) return new ProblemError(body);
  const { status } = response;
  const answered = String(status);
  const details = { vi: `Máy chủ trả lời ${answered}.`, en: `The server answered ${answered}.` };
  return new ProblemError({ ...ownProblem(`http_${answered}`, details), status });
}

/** Whether the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { status, code } = problemOf(error);
  return code === 'unreachable' || status >= 500;
}
