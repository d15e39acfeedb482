/** What a draft rule set or calendar would do to the office's cases, streamed line by line; changes nothing. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CivilDate } from '../../domain/civil-date';
import { civilDateAt } from '../../domain/civil-date';
import { parseDraftCalendar, parseRuleSet } from '../../domain/deadline-rule-schema';
import type { Parsed } from '../../domain/deadline-rule-schema';
import { On } from '../../domain/ids';
import { whatIf } from '../../domain/what-if';
import type { Draft } from '../../domain/what-if';
import { countCases, streamCases } from '../../store/case-stream';
import { Problem } from '../contract';
import type { Parts } from '../give-command';
import { signedInAs } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { published } from './rule-sets';

/** One JSON document a line. */
const NDJSON = 'application/x-ndjson';

/** The drafts are only described here: domain/deadline-rule-schema.ts reads them and names every fault. */
const WhatIfBody = z
  .strictObject({
    ruleSet: z
      .unknown()
      .optional()
      .describe('The version of a published one, or a draft as rules/<version>/deadlines.json.'),
    calendar: z
      .unknown()
      .optional()
      .describe(
        'A year as rules/calendars/<year>.json, or a list of days to set over the office’s.',
      ),
    today: On.optional().describe('The day open clocks are judged by; without it, today.'),
  })
  .refine((body) => body.ruleSet !== undefined || body.calendar !== undefined, {
    message: 'give a draft rule set, a draft calendar or both',
  });

const DESCRIPTION =
  'Answers with one JSON document a line: `change` and `progress` lines as cases are counted, and as the last ' +
  'line the `summary`. An answer without a summary was cut short.';

function parsed<T>(field: string, given: unknown, parse: (json: unknown) => Parsed<T>) {
  if (given === undefined) return { value: undefined, errors: [] };
  const result = parse(given);
  if ('value' in result) return { value: result.value, errors: [] };
  const errors = result.faults.map(({ path, message }) => ({
    path: path === '' ? `body.${field}` : `body.${field}.${path}`,
    message,
    code: 'invalid_draft',
  }));
  return { value: undefined, errors };
}

/** @throws ProblemError 400 with every fault of the draft, 404 for a version nobody published */
function draftOf(body: z.infer<typeof WhatIfBody>): Draft {
  const ruleSet = parsed('ruleSet', body.ruleSet, (given) =>
    typeof given === 'string' ? { value: published(given) } : parseRuleSet(given),
  );
  const calendar = parsed('calendar', body.calendar, parseDraftCalendar);
  const errors = [...ruleSet.errors, ...calendar.errors];
  if (errors.length === 0) return { ruleSet: ruleSet.value, calendar: calendar.value };
  const detail = { vi: 'Bản dự thảo chưa đúng.', en: 'The draft is not valid.' };
  throw new ProblemError(problem(400, 'invalid_fields', detail, { errors }));
}

/** The lines as text, a batch's worth at a time would gain nothing: the stream gathers them itself. */
async function* textOf(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

export function whatIfRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post('/what-if', {
      schema: {
        operationId: 'tryDraft',
        tags: ['law'],
        description: DESCRIPTION,
        produces: [NDJSON],
        body: WhatIfBody,
        response: {
          200: z.unknown().describe('NDJSON'),
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
        },
      },
      handler: async (request, reply) => {
        const roles = ['administrator', 'chair', 'office_head'] as const;
        const { officeId } = await signedInAs(request, parts.database, roles);
        const draft = draftOf(request.body);
        const today: CivilDate = request.body.today ?? civilDateAt(Date.now());
        const of = await countCases(parts.database, officeId);
        const lines = whatIf(streamCases(parts.database, officeId), { draft, today, of });
        return reply.type(NDJSON).send(Readable.from(textOf(lines)));
      },
    });
  };
}
