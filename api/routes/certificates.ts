/** A clock of a case explained day by day: as JSON that verifies itself elsewhere, or as a page to print. */
import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Case } from '../../domain/case';
import type { CivilDate } from '../../domain/civil-date';
import { civilDateAt } from '../../domain/civil-date';
import { createCertificate, sealCertificate } from '../../domain/certificate';
import type { SealedCertificate } from '../../domain/certificate';
import { renderCertificate } from '../../domain/certificate-page';
import { requestFor } from '../../domain/clocks';
import { KINDS } from '../../domain/kinds';
import { lawOf } from '../../domain/law';
import { isRefusal } from '../../domain/refusals';
import { findCase } from '../../store/cases';
import { Problem } from '../contract';
import { caseNotFound } from '../give-command';
import type { Parts } from '../give-command';
import { signedIn } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { CaseParams } from './cases';

const Certificate = z.looseObject({ format: z.string(), digest: z.string() }).meta({
  id: 'DeadlineCertificate',
  description: 'docs/schemas/deadline-certificate.schema.json',
});

/** @throws ProblemError 404 for a clock the kind has not, 409 for one that has not started, 422 when too long */
function certificateOf(current: Case, clock: string, issuedOn: CivilDate): SealedCertificate {
  const spec = KINDS[current.kind].clocks.find((candidate) => candidate.id === clock);
  if (!spec) {
    throw new ProblemError(
      problem(404, 'clock_not_found', {
        vi: 'Không có thời hạn này.',
        en: 'There is no such clock.',
      }),
    );
  }
  const law = lawOf(current);
  const request = requestFor(spec, current, law);
  if (!law || !request) {
    throw new ProblemError(
      problem(409, 'clock_not_started', {
        vi: 'Thời hạn này chưa bắt đầu.',
        en: 'This clock has not started.',
      }),
    );
  }
  const about = { issuedOn, caseReference: current.reference, clock };
  const made = createCertificate(request, law.ruleSet, law.calendar, about);
  if (isRefusal(made)) {
    throw new ProblemError(problem(422, made.refusal, made.detail));
  }
  return sealCertificate(made, (text) => createHash('sha256').update(text).digest('hex'));
}

/** A browser following a link asks for a page; a program gets JSON unless it says otherwise. */
function wantsPage(format: string | undefined, accept: string | undefined): boolean {
  if (format !== undefined) return format === 'html';
  const [first = ''] = (accept ?? '').split(',');
  return first.trim().startsWith('text/html');
}

export function certificateRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/cases/:caseId/clocks/:clock/certificate', {
      schema: {
        operationId: 'getCertificate',
        tags: ['cases'],
        params: CaseParams.extend({ clock: z.string().max(40) }),
        querystring: z.strictObject({ format: z.enum(['json', 'html']).optional() }),
        produces: ['application/json', 'text/html'],
        response: {
          200: Certificate,
          400: Problem,
          401: Problem,
          404: Problem,
          409: Problem,
          422: Problem,
        },
      },
      handler: async (request, reply) => {
        const { officeId } = await signedIn(request, parts.database);
        const { caseId, clock } = request.params;
        const current = await findCase(parts.database, officeId, caseId);
        if (!current) throw new ProblemError(caseNotFound());
        const certificate = certificateOf(current, clock, civilDateAt(Date.now()));
        void reply.header('Vary', 'Accept');
        if (wantsPage(request.query.format, request.headers.accept)) {
          // Text that is not JSON goes out as it is; the schema above describes the other form.
          const page: unknown = renderCertificate(certificate);
          return reply.type('text/html; charset=utf-8').send(page as z.infer<typeof Certificate>);
        }
        return reply.send({ ...certificate });
      },
    });
  };
}
