/** The published rule sets, row by row with how sure each is, and putting open cases on one of them. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DEADLINE_FLAGS } from '../../domain/deadline-flags';
import { citation } from '../../domain/deadline-words';
import { Uuid } from '../../domain/ids';
import { CURRENT_RULE_SET, RULE_SET_VERSIONS, rulesFor } from '../../domain/rules';
import type { DeadlineRule, RuleSet } from '../../domain/rules';
import { countOpenCasesByRuleSet, findActivation, listActivations } from '../../store/law-changes';
import { officerNames } from '../../store/officers';
import type { Officer } from '../../store/officers';
import { changeLaw, orderOf } from '../change-law';
import { Label, LawChangeAnswer, Problem } from '../contract';
import type { Parts, Request } from '../give-command';
import { signedIn, signedInAs } from '../plugins/auth';
import { keyReused, problem, ProblemError } from '../problems';
import { personOf } from './calendar';
import { IdempotencyHeaders } from './idempotency';

const RuleView = z.object({
  ruleId: z.string(),
  caseType: z.string(),
  stage: z.string(),
  amount: z.number().int().nullable(),
  unit: z.string().nullable(),
  bound: z.string(),
  startsAt: z.string(),
  basis: Label,
  effectiveFrom: z.iso.date(),
  effectiveTo: z.iso.date().nullable(),
  confidence: z.string(),
  isSuspendable: z.boolean(),
  suspendableFrom: z.iso.date().nullable(),
  /** What must be said beside every date of this row. */
  flags: z.array(Label),
  note: Label.nullable(),
  conflictsWith: z.array(z.string()),
});

const RuleSetsView = z
  .object({
    /** What new cases are given. */
    current: z.string(),
    ruleSets: z.array(
      z.object({
        version: z.string(),
        compiledOn: z.iso.date(),
        isCurrent: z.boolean(),
        openCases: z.number().int(),
        rules: z.array(RuleView),
      }),
    ),
    activations: z.array(
      z.object({
        changeId: Uuid,
        version: z.string(),
        activatedAt: z.string(),
        activatedBy: z.object({ officerId: Uuid, name: z.string() }),
        casesBehind: z.number().int(),
        isDone: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'RuleSets' });

/** More than the law changes in a century. */
const LISTED_ACTIVATIONS = 100;

/** Flags that a row brings to every date, whatever is asked of it. */
export function rowFlags(rule: DeadlineRule): z.infer<typeof Label>[] {
  const isDoubtful = rule.confidence !== 'primary_mirror';
  const isContested = rule.conflictsWith !== undefined || rule.confidence === 'unresolved_conflict';
  return [
    ...(isDoubtful ? [DEADLINE_FLAGS.low_confidence] : []),
    ...(isContested ? [DEADLINE_FLAGS.conflict_in_law] : []),
    ...(rule.internal ? [DEADLINE_FLAGS.internal] : []),
  ];
}

function ruleView(rule: DeadlineRule): z.infer<typeof RuleView> {
  const { id, basis, note, noteVi, suspendable, conflictsWith, ...row } = rule;
  return {
    ...row,
    ruleId: id,
    basis: citation(basis),
    isSuspendable: suspendable,
    flags: rowFlags(rule),
    note: note === undefined ? null : { vi: noteVi ?? note, en: note },
    conflictsWith: [...(conflictsWith ?? [])],
  };
}

/** @throws ProblemError 404 */
export function published(version: string): RuleSet {
  const ruleSet = rulesFor(version);
  if (ruleSet) return ruleSet;
  const detail = {
    vi: `Không có bộ quy tắc ${version}.`,
    en: 'No rule set of that version is published.',
  };
  throw new ProblemError(
    problem(404, 'unknown_rule_set', detail, { params: { ruleSet: version } }),
  );
}

async function ruleSetsFor(
  { database }: Parts,
  { officeId }: Officer,
): Promise<z.infer<typeof RuleSetsView>> {
  const openCases = await countOpenCasesByRuleSet(database, officeId);
  const names = await officerNames(database, officeId);
  const activations = await listActivations(database, officeId, LISTED_ACTIVATIONS);
  return {
    current: CURRENT_RULE_SET,
    ruleSets: RULE_SET_VERSIONS.map(published).map(({ version, compiledOn, clocks }) => ({
      ...{ version, compiledOn },
      isCurrent: version === CURRENT_RULE_SET,
      openCases: openCases.get(version) ?? 0,
      rules: clocks.map(ruleView),
    })),
    activations: activations.map(({ changeId, ruleSet, actorId, at, casesBehind }) => ({
      ...{ changeId, casesBehind },
      version: ruleSet,
      activatedAt: at.toISOString(),
      activatedBy: personOf(actorId, names),
      isDone: casesBehind === 0,
    })),
  };
}

/** Has the activation recorded once per key, and says whether every open case is on the version. */
async function activate(
  parts: Parts,
  request: Request,
  ruleSet: string,
): Promise<{ isDone: boolean; answer: z.infer<typeof LawChangeAnswer> }> {
  const order = orderOf(request);
  const { officeId, commandId } = order;
  const activation = await changeLaw(parts, { ...order, ruleSet }, () =>
    findActivation(parts.database, officeId, commandId),
  );
  if (activation && activation.ruleSet !== ruleSet) throw new ProblemError(keyReused());
  return {
    isDone: activation?.casesBehind === 0,
    answer: { changeId: commandId, location: '/api/v1/rule-sets' },
  };
}

export function ruleSetRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/rule-sets', {
      schema: {
        operationId: 'listRuleSets',
        tags: ['law'],
        response: { 200: RuleSetsView, 401: Problem },
      },
      handler: async (request) => ruleSetsFor(parts, await signedIn(request, parts.database)),
    });

    app.post('/rule-sets/:version/activate', {
      schema: {
        operationId: 'activateRuleSet',
        tags: ['law'],
        params: z.object({ version: z.string().max(40) }),
        headers: IdempotencyHeaders,
        response: {
          200: LawChangeAnswer,
          202: LawChangeAnswer,
          401: Problem,
          403: Problem,
          404: Problem,
          422: Problem,
        },
      },
      handler: async (request, reply) => {
        const officer = await signedInAs(request, parts.database, ['administrator']);
        const { version } = published(request.params.version);
        const key = request.headers['idempotency-key'];
        const { isDone, answer } = await activate(parts, { officer, key }, version);
        return reply.code(isDone ? 200 : 202).send(answer);
      },
    });
  };
}
