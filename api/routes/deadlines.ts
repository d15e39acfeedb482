/** A deadline without a case: the same parser and engine as the command line. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { WorkingCalendar } from '../../domain/working-days';
import { isRefusal } from '../../domain/refusals';
import type { AlternativeDue } from '../../domain/deadline-finality';
import { parseDeadlineRequest } from '../../domain/deadline-request';
import { computeDeadline } from '../../domain/deadlines';
import { workingCalendarOf } from '../../domain/law';
import { CURRENT_RULE_SET, rulesFor } from '../../domain/rules';
import { readOfficeCalendar } from '../../store/law-changes';
import { Label, Problem } from '../contract';
import type { Parts } from '../give-command';
import { officerIfSignedIn } from '../plugins/auth';
import type { Officer } from '../../store/officers';
import { inBoth, problem, ProblemError } from '../problems';

const DeadlineView = z
  .looseObject({
    ruleId: z.string(),
    ruleSet: z.string(),
    dueOn: z.iso.date().nullable(),
    dueAt: z.string().optional().describe('For rules in hours with a known time, at UTC+07:00.'),
    isFinal: z.boolean(),
    confidence: z.string(),
    basis: z.string(),
    flags: z.array(z.string()),
    conflictsWith: z
      .array(z.object({ rule: z.string(), dueOn: z.iso.date().nullable() }))
      .optional()
      .describe('What the texts that disagree about this step would give.'),
    alternatives: z
      .array(z.object({ dueOn: z.iso.date(), ifConfirmed: z.array(z.iso.date()) }))
      .optional()
      .describe('Where unconfirmed days would move the date once they are confirmed.'),
    warnings: z.array(z.object({ code: z.string(), year: z.number().int(), detail: Label })),
    explanation: z.array(z.string()),
    explanationEn: z.array(z.string()),
  })
  .meta({ id: 'Deadline' });

function alternativeView({ dueOn, ifConfirmed }: AlternativeDue) {
  return { dueOn, ifConfirmed: [...ifConfirmed] };
}

/** Only for the description: domain/deadline-request.ts is the one parser, with its own refusals. */
const DESCRIPTION =
  'A deadline request, e.g. {"rule":"KN-RESOLVE-1","start":"2026-02-10",' +
  '"pauses":[{"from":"2026-02-20","to":"2026-03-02"}],"extension":{"ground":"complex","days":15}}';

export function deadlineRoutes(parts: Parts): FastifyPluginAsyncZod {
  /** A signed-in officer's office may know days off that the shipped calendar does not. */
  const calendarFor = async (officer: Officer | undefined): Promise<WorkingCalendar> =>
    workingCalendarOf(
      officer
        ? await readOfficeCalendar(parts.database, officer.officeId)
        : { version: 0, days: [] },
    );

  return async (app) => {
    app.post('/deadlines/preview', {
      config: { isPublic: true },
      schema: {
        operationId: 'previewDeadline',
        tags: ['deadlines'],
        body: z.unknown().describe(DESCRIPTION),
        response: { 200: DeadlineView, 422: Problem },
      },
      handler: async (request) => {
        const calendar = await calendarFor(await officerIfSignedIn(request, parts.database));
        const ruleSet = rulesFor(CURRENT_RULE_SET);
        if (!ruleSet) throw new Error(`rule set ${CURRENT_RULE_SET} is not published`);
        const asked = parseDeadlineRequest(request.body);
        const answer = isRefusal(asked) ? asked : computeDeadline(asked, ruleSet, calendar);
        if (!isRefusal(answer)) {
          const { flags, explanation, explanationEn, ...others } = answer;
          const { warnings, conflictsWith, alternatives, ...rest } = others;
          const lists = {
            flags: [...flags],
            explanation: [...explanation],
            explanationEn: [...explanationEn],
            warnings: [...warnings],
            ...(conflictsWith ? { conflictsWith: [...conflictsWith] } : {}),
            ...(alternatives ? { alternatives: alternatives.map(alternativeView) } : {}),
          };
          return { ...rest, ...lists };
        }
        const { refusal, field, detail } = answer;
        const errors =
          field === undefined ? [] : [{ path: `body.${field}`, message: inBoth(detail) }];
        throw new ProblemError(problem(422, refusal, detail, { errors }));
      },
    });
  };
}
