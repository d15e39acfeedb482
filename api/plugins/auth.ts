/**
 * Who is asking, in which role. A session is a signed token (HS256) in an HttpOnly, SameSite=Strict
 * cookie for the page, or a Bearer header for programs; the officer is read afresh at every request, so a
 * deactivated person is out at once.
 */
import cookie from '@fastify/cookie';
import jwt from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '../../domain/actors';
import type { Database } from '../../store/client';
import { findOfficer } from '../../store/officers';
import type { Officer } from '../../store/officers';
import { problem, ProblemError } from '../problems';
import { refuseOtherOrigins } from './cross-site';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers people who are not signed in as well. */
    isPublic?: boolean;
  }
  interface FastifyRequest {
    officer: Officer | null;
  }
}

export const SESSION_COOKIE = 'tiep_dan_session';
/** A working day and a bit. */
export const SESSION_SECONDS = 12 * 3_600;

export async function registerAuth(
  app: FastifyInstance,
  parts: { sessionSecret: string },
): Promise<void> {
  await app.register(cookie);
  await app.register(jwt, {
    secret: parts.sessionSecret,
    cookie: { cookieName: SESSION_COOKIE, signed: false },
    sign: { algorithm: 'HS256', expiresIn: SESSION_SECONDS },
    verify: { algorithms: ['HS256'] },
  });
}

/**
 * Keeps out everybody who is not signed in, before anything of the request is read, from every route that
 * does not say it is public; and lets nobody on the way keep a copy of an answer.
 */
export function guardRoutes(api: FastifyInstance, database: Database): void {
  api.decorateRequest('officer', null);
  api.addHook('onRequest', async (request, reply) => {
    void reply.header('Cache-Control', 'no-store');
    refuseOtherOrigins(request);
    if (!request.routeOptions.config.isPublic) request.officer = await signedIn(request, database);
  });
}

/** The officer behind a request. @throws ProblemError 401 */
export async function signedIn(request: FastifyRequest, database: Database): Promise<Officer> {
  const officer = await officerIfSignedIn(request, database);
  if (officer) return officer;
  throw new ProblemError(
    problem(401, 'not_signed_in', { vi: 'Vui lòng đăng nhập.', en: 'Please sign in.' }),
  );
}

/** @throws ProblemError 401 or 403 */
export async function signedInAs(
  request: FastifyRequest,
  database: Database,
  roles: readonly Role[],
): Promise<Officer> {
  const officer = await signedIn(request, database);
  if (roles.includes(officer.role)) return officer;
  throw new ProblemError(
    problem(403, 'role_not_allowed', {
      vi: 'Vai trò của bạn không được xem mục này.',
      en: 'Your role may not see this.',
    }),
  );
}

/** The officer behind a request, or undefined for everybody else. */
export async function officerIfSignedIn(
  request: FastifyRequest,
  database: Database,
): Promise<Officer | undefined> {
  if (request.officer) return request.officer;
  const token = await request.jwtVerify<{ sub: string }>().catch(() => undefined);
  return token && (await findOfficer(database, token.sub));
}
