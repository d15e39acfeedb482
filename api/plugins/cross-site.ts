/**
 * A browser sends the session's cookie along with whatever a page asks for, so a request that changes
 * something must come from our own page. SameSite=Strict keeps other sites out; this also keeps out a page
 * of the same machine or domain, which counts as the same site.
 */
import type { FastifyRequest } from 'fastify';
import { problem, ProblemError } from '../problems';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws ProblemError 403 for a change that a page of another origin asks for */
export function refuseOtherOrigins(request: FastifyRequest): void {
  if (HARMLESS.has(request.method) || isOwn(request)) return;
  throw new ProblemError(
    problem(403, 'other_origin', {
      vi: 'Yêu cầu không đến từ trang của hệ thống.',
      en: 'The request does not come from our own page.',
    }),
  );
}

/** What browsers say of themselves and scripts cannot change; programs say neither and send no cookie. */
function isOwn({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  return origin === undefined || hostOf(origin) === host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
