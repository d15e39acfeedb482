/** The numbers: what the reporting tables say, always with how far behind they are. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addDays, civilDateAt } from '../../domain/civil-date';
import type { CivilDate } from '../../domain/civil-date';
import { citation } from '../../domain/deadline-words';
import { On } from '../../domain/ids';
import { CURRENT_RULE_SET, ruleById } from '../../domain/rules';
import { listParkedMessages } from '../../store/parked-messages';
import { readReportLine, readReportSummary } from '../../store/reports';
import type { DueLine as ReportedDue } from '../../store/reports';
import { Label, Problem } from '../contract';
import { caseNotFound } from '../give-command';
import type { Parts } from '../give-command';
import { signedIn, signedInAs } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { CaseParams } from './cases';
import { published, rowFlags } from './rule-sets';

/** A report without a period covers the last year. */
const DEFAULT_PERIOD_DAYS = 365;
const DEFAULT_DUE_WITHIN_DAYS = 7;
const PARKED_LINES = 100;

const SummaryQuery = z.strictObject({
  from: On.optional(),
  to: On.optional(),
  dueWithinDays: z.coerce.number().int().min(0).max(60).default(DEFAULT_DUE_WITHIN_DAYS),
});

const Lag = z.object({
  asOf: z.string().nullable(),
  eventsBehind: z.number().int(),
  casesBehind: z.number().int(),
  behindSince: z.string().nullable(),
  eventsInOutbox: z.number().int(),
  isWaitingForKafka: z.boolean(),
  parked: z.number().int(),
});

const DueLine = z.object({
  caseId: z.string(),
  reference: z.string(),
  state: z.string(),
  assigneeId: z.string().nullable(),
  clock: z.string(),
  ruleId: z.string(),
  dueOn: z.string(),
  isBreached: z.boolean(),
  /** What must be said beside every date of this rule, as it is published today. */
  flags: z.array(Label),
});

const SummaryView = z
  .object({
    today: z.string(),
    period: z.object({ from: z.string(), to: z.string() }),
    lag: Lag,
    byState: z.record(z.string(), z.number().int()),
    byField: z.record(z.string(), z.number().int()),
    open: z.number().int(),
    byMonth: z.array(
      z.object({
        month: z.string(),
        received: z.number().int(),
        decided: z.number().int(),
        closed: z.number().int(),
        settled: z.number().int(),
        onTime: z.number().int(),
      }),
    ),
    onTime: z.object({
      /** Duties in law settled in the period, and those of them kept in time. */
      settled: z.number().int(),
      onTime: z.number().int(),
      /** Percent with one decimal; null when nothing is settled. */
      rate: z.number().nullable(),
      goal: z.object({ percent: z.number(), ruleId: z.string(), basis: Label }).nullable(),
    }),
    /** The first lines; the totals count all of them. */
    dueSoon: z.array(DueLine),
    dueSoonTotal: z.number().int(),
    breaches: z.array(DueLine),
    breachesTotal: z.number().int(),
  })
  .meta({ id: 'ReportSummary' });

const ParkedView = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      topic: z.string(),
      partition: z.number().int(),
      offset: z.string(),
      caseId: z.string().nullable(),
      reason: z.string(),
      detail: z.string(),
      valueBytes: z.number().int(),
      isTruncated: z.boolean(),
      parkedAt: z.string(),
    }),
  ),
});

function flagged(line: ReportedDue): z.infer<typeof DueLine> {
  const rule = ruleById(published(CURRENT_RULE_SET), line.ruleId);
  return { ...line, flags: rule ? rowFlags(rule) : [] };
}

/** Both ends count; without a start, the usual length back from the end. */
function periodOf(
  { from, to }: z.infer<typeof SummaryQuery>,
  today: CivilDate,
): { from: CivilDate; to: CivilDate } {
  const end = to ?? today;
  const period = { from: from ?? addDays(end, -DEFAULT_PERIOD_DAYS), to: end };
  if (period.from <= period.to) return period;
  const detail = { vi: 'Ngày bắt đầu sau ngày kết thúc.', en: 'The period ends before it starts.' };
  const errors = [{ path: 'querystring.from', message: 'is after `to`' }];
  throw new ProblemError(problem(400, 'invalid_fields', detail, { errors }));
}

export function reportRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/reports/summary', {
      schema: {
        operationId: 'getReportSummary',
        tags: ['reports'],
        querystring: SummaryQuery,
        response: { 200: SummaryView, 400: Problem, 401: Problem },
      },
      handler: async (request) => {
        const { officeId } = await signedIn(request, parts.database);
        const today = civilDateAt(Date.now());
        const period = periodOf(request.query, today);
        const asked = { today, period, dueWithinDays: request.query.dueWithinDays };
        const summary = await readReportSummary(parts.database, officeId, asked);
        const goal = summary.onTime.goal ?? null;
        const shownGoal = goal && { ...goal, basis: citation(goal.basis) };
        return {
          ...summary,
          onTime: { ...summary.onTime, goal: shownGoal },
          dueSoon: summary.dueSoon.map(flagged),
          breaches: summary.breaches.map(flagged),
        };
      },
    });

    app.get('/reports/cases/:caseId', {
      schema: {
        operationId: 'getReportLine',
        tags: ['reports'],
        params: CaseParams,
        response: { 200: z.record(z.string(), z.unknown()), 404: Problem },
      },
      handler: async (request) => {
        const { officeId } = await signedIn(request, parts.database);
        const line = await readReportLine(parts.database, officeId, request.params.caseId);
        if (!line) throw new ProblemError(caseNotFound());
        return { ...line };
      },
    });

    app.get('/reports/parked', {
      schema: {
        operationId: 'listParkedMessages',
        tags: ['reports'],
        response: { 200: ParkedView, 401: Problem, 403: Problem },
      },
      handler: async (request) => {
        const roles = ['administrator', 'office_head', 'chair', 'inspector'] as const;
        const { officeId } = await signedInAs(request, parts.database, roles);
        return { messages: await listParkedMessages(parts.database, officeId, PARKED_LINES) };
      },
    });
  };
}
