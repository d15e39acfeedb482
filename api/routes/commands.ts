/** One route per command of the lifecycle, made from its schema; an unknown command is a 404 of its own. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { COMMAND_BODY, COMMAND_NAMES } from '../../domain/commands';
import type { CommandName } from '../../domain/commands';
import { listOfficers } from '../../store/officers';
import type { Officer } from '../../store/officers';
import { CaseView, Problem } from '../contract';
import { giveCommand } from '../give-command';
import type { Parts } from '../give-command';
import { signedIn } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { CaseParams, viewCase } from './cases';
import { IdempotencyHeaders } from './idempotency';

function bodyOf(command: CommandName) {
  return z.strictObject({
    expectedVersion: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Version of the case the decision was made on; another one is a 409.'),
    data: COMMAND_BODY[command] as z.ZodType<Record<string, unknown>>,
  });
}

/** A case is given only to a case officer of this office; the lifecycle table cannot know the staff. */
async function checkAssignee(parts: Parts, officer: Officer, data: object): Promise<void> {
  if (!('officerId' in data)) return;
  const staff = await listOfficers(parts.database, officer.officeId);
  const isKnown = staff.some((o) => o.officerId === data.officerId && o.role === 'case_officer');
  if (isKnown) return;
  throw new ProblemError(
    problem(
      422,
      'not_a_case_officer',
      {
        vi: 'Người được giao phải là cán bộ xác minh của xã.',
        en: 'The assignee must be a case officer of this office.',
      },
      {
        errors: [{ path: 'body.data.officerId', message: 'not a case officer of this office' }],
      },
    ),
  );
}

export function commandRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    for (const command of COMMAND_NAMES) {
      app.post(`/cases/:caseId/commands/${command}`, {
        schema: {
          operationId: command.charAt(0).toLowerCase() + command.slice(1),
          tags: ['commands'],
          params: CaseParams,
          headers: IdempotencyHeaders,
          body: bodyOf(command),
          response: {
            200: CaseView,
            400: Problem,
            403: Problem,
            404: Problem,
            409: Problem,
            422: Problem,
          },
        },
        handler: async (request) => {
          const officer = await signedIn(request, parts.database);
          const { caseId } = request.params;
          const key = request.headers['idempotency-key'];
          const { data, expectedVersion } = request.body;
          await checkAssignee(parts, officer, data);
          await giveCommand(parts, { officer, key }, caseId, {
            type: command,
            body: data,
            expectedVersion,
          });
          return viewCase(parts, officer, caseId);
        },
      });
    }

    app.post('/cases/:caseId/commands/:command', {
      schema: { hide: true, params: CaseParams.extend({ command: z.string() }) },
      handler: async (request) => {
        await signedIn(request, parts.database);
        const { command } = request.params;
        throw new ProblemError(
          problem(
            404,
            'unknown_command',
            { vi: `Không có thao tác "${command}".`, en: 'There is no such command.' },
            {
              params: { command },
            },
          ),
        );
      },
    });
  };
}
