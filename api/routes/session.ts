/** Signing in and out, and who I am. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../domain/actors';
import { authenticate, findOffice } from '../../store/officers';
import type { Officer } from '../../store/officers';
import type { Parts } from '../give-command';
import type { OfficerView } from '../contract';
import { Problem, SessionView } from '../contract';
import { SESSION_COOKIE, SESSION_SECONDS, signedIn } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { PlainText } from './plain-text';

/** Per address; a person mistypes, a machine guesses. */
const SIGN_INS_PER_MINUTE = 20;

export function officerView(officer: Officer): z.infer<typeof OfficerView> {
  const { officerId, userName, name, role } = officer;
  return { officerId, userName, name, role, roleLabel: ROLES[role] };
}

const Credentials = z.strictObject({
  userName: PlainText(100).min(1),
  password: z.string().min(1).max(200),
});

/** @throws ProblemError 401 that does not say which of the two was wrong */
async function identified(parts: Parts, said: z.infer<typeof Credentials>): Promise<Officer> {
  const officer = await authenticate(parts.database, said.userName, said.password);
  if (officer) return officer;
  throw new ProblemError(
    problem(401, 'wrong_credentials', {
      vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
      en: 'Wrong user name or password.',
    }),
  );
}

export function sessionRoutes(parts: Parts): FastifyPluginAsyncZod {
  const view = async (officer: Officer): Promise<z.infer<typeof SessionView>> => {
    const office = await findOffice(parts.database, officer.officeId);
    if (!office) throw new Error(`officer ${officer.officerId} has no office`);
    return { officer: officerView(officer), office };
  };

  return async (app) => {
    app.post('/session', {
      config: {
        isPublic: true,
        rateLimit: { max: SIGN_INS_PER_MINUTE, timeWindow: '1 minute' },
      },
      schema: {
        operationId: 'signIn',
        tags: ['session'],
        body: Credentials,
        response: { 200: SessionView.extend({ token: z.string() }), 401: Problem },
      },
      handler: async (request, reply) => {
        const officer = await identified(parts, request.body);
        const token = await reply.jwtSign({ sub: officer.officerId });
        void reply.setCookie(SESSION_COOKIE, token, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          secure: request.protocol === 'https',
          maxAge: SESSION_SECONDS,
        });
        return { ...(await view(officer)), token };
      },
    });

    app.get('/session', {
      schema: {
        operationId: 'whoAmI',
        tags: ['session'],
        response: { 200: SessionView, 401: Problem },
      },
      handler: async (request) => view(await signedIn(request, parts.database)),
    });

    app.delete('/session', {
      config: { isPublic: true },
      schema: { operationId: 'signOut', tags: ['session'], response: { 204: z.null() } },
      handler: async (_request, reply) => {
        void reply.clearCookie(SESSION_COOKIE, { path: '/' });
        return reply.code(204).send(null);
      },
    });
  };
}
