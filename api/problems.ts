/**
 * The one translation from what went wrong to a problem document (RFC 9457). Nothing above 499 says
 * more than that something failed; the log has the rest under the same request id.
 */
import type { Refusal, RefusalCode, Sentence } from '../domain/refusals';
import { REFUSALS } from '../domain/refusals';
import type { Problem } from './contract';

/** An expected "no" on its way to the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal server error',
  503: 'Not available',
};

export function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}

export function problem(
  status: number,
  code: string,
  details: Sentence,
  extra: Pick<Problem, 'errors' | 'params'> = {},
): Problem {
  return {
    type: `urn:tiep-dan:problem:${code}`,
    title: titleOf(status),
    status,
    detail: inBoth(details),
    details,
    code,
    ...extra,
  };
}

/** A sentence for whoever shows it as it is: Vietnamese and, in brackets after it, English. */
export function inBoth({ vi, en }: Sentence): string {
  return `${vi} (${en})`;
}

/** Refusals that are not about the content of the request. */
const STATUS_OF: Partial<Record<RefusalCode, number>> = {
  role_not_allowed: 403,
  not_assignee: 403,
  case_missing: 404,
  case_exists: 409,
  case_is_final: 409,
  not_allowed_in_state: 409,
  version_conflict: 409,
};

export function refusalProblem(refusal: Refusal, extra: Pick<Problem, 'errors'> = {}): Problem {
  const { refusal: code, detail, params = {} } = refusal;
  return problem(STATUS_OF[code] ?? 422, code, detail, { params, ...extra });
}

export function isRefusalCode(code: string | null | undefined): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code);
}

export function keyReused(): Problem {
  return problem(422, 'idempotency_key_reused', {
    vi: 'Lần gửi trước cùng khóa (Idempotency-Key) có nội dung khác; hãy tải lại trang rồi gửi lại.',
    en: 'This Idempotency-Key was used with other content; load the page again and send anew.',
  });
}
