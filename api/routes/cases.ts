/** Receive, list, one case, its history. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addDays, civilDateAt } from '../../domain/civil-date';
import { ReceiveCaseBody } from '../../domain/commands';
import { EVENT_LABELS } from '../../domain/event-labels';
import { Uuid } from '../../domain/ids';
import { findChainBreak } from '../../store/audit-chain';
import type { ChainedEvent } from '../../store/audit-chain';
import { readChain } from '../../store/audit-log';
import { decodeCursor, findCase, listCases, readCaseTexts, readCaseWords } from '../../store/cases';
import { officerNames } from '../../store/officers';
import type { Officer } from '../../store/officers';
import { caseSummary, caseView } from '../case-view';
import type { Viewer } from '../case-view';
import type { HistoryEvent } from '../contract';
import { CaseList, CaseView, History, Problem } from '../contract';
import { caseNotFound, receiveCase } from '../give-command';
import type { Parts } from '../give-command';
import { signedIn } from '../plugins/auth';
import { IdempotencyHeaders } from './idempotency';
import { PlainText } from './plain-text';
import { problem, ProblemError } from '../problems';

export const CaseParams = z.object({ caseId: Uuid });

const ListQuery = z.strictObject({
  state: PlainText(40).optional(),
  assigneeId: Uuid.optional(),
  reference: PlainText(40).optional(),
  /** Open cases due within this many days, overdue ones included. */
  dueWithinDays: z.coerce.number().int().min(0).max(365).optional(),
  overdue: z.stringbool().optional(),
  open: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(200).optional(),
});

export async function viewerOf(parts: Parts, officer: Officer): Promise<Viewer> {
  const names = await officerNames(parts.database, officer.officeId);
  return { officer, names, now: Date.now() };
}

/** The case as this officer sees it. @throws ProblemError 404 */
export async function viewCase(
  parts: Parts,
  officer: Officer,
  caseId: string,
): Promise<z.infer<typeof CaseView>> {
  const current = await findCase(parts.database, officer.officeId, caseId);
  if (!current) throw new ProblemError(caseNotFound());
  const words = await readCaseWords(parts.database, officer.officeId, caseId);
  return caseView(current, words, await viewerOf(parts, officer));
}

function filterOf(query: z.infer<typeof ListQuery>) {
  const today = civilDateAt(Date.now());
  const within = query.dueWithinDays;
  const dueBefore = query.overdue
    ? today
    : within === undefined
      ? undefined
      : addDays(today, within + 1);
  return {
    state: query.state,
    assigneeId: query.assigneeId,
    reference: query.reference,
    dueBefore,
    isOpen: dueBefore ? true : query.open,
  };
}

function cursorOf(text: string | undefined): ReturnType<typeof decodeCursor> {
  const cursor = text === undefined ? undefined : decodeCursor(text);
  if (text !== undefined && !cursor) {
    throw new ProblemError(
      problem(
        400,
        'invalid_fields',
        { vi: 'Con trỏ trang không hợp lệ.', en: 'The cursor is not one of ours.' },
        {
          errors: [{ path: 'querystring.cursor', message: 'not a cursor' }],
        },
      ),
    );
  }
  return cursor;
}

function historyEvent(
  { event, hash }: ChainedEvent,
  words: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): z.infer<typeof HistoryEvent> {
  const { eventId, sequence, type, at, on, actor, data } = event;
  const texts = Object.entries(data).flatMap(([field, value]: [string, unknown]) => {
    const id = (value as { textId?: string } | null)?.textId;
    const text = id && words.get(id);
    return text ? [[field, text] as const] : [];
  });
  const name = names.get(actor.officerId) ?? 'Hệ thống';
  return {
    ...{ eventId, sequence, type, label: EVENT_LABELS[type], at, on },
    actor: { ...actor, name },
    data: data,
    words: Object.fromEntries(texts),
    hash,
  };
}

async function listFor(
  parts: Parts,
  officer: Officer,
  query: z.infer<typeof ListQuery>,
): Promise<z.infer<typeof CaseList>> {
  const page = { limit: query.limit, cursor: cursorOf(query.cursor) };
  const found = await listCases(parts.database, officer.officeId, filterOf(query), page);
  const viewer = await viewerOf(parts, officer);
  return { ...found, cases: found.cases.map((current) => caseSummary(current, viewer)) };
}

/** Every event with the words it stands for, and whether the chain holds just now. */
async function historyFor(
  parts: Parts,
  officeId: string,
  caseId: string,
): Promise<z.infer<typeof History>> {
  const chain = await readChain(parts.database, officeId, caseId);
  if (chain.length === 0) throw new ProblemError(caseNotFound());
  const words = await readCaseTexts(parts.database, officeId, caseId);
  const names = await officerNames(parts.database, officeId);
  return {
    events: chain.map((link) => historyEvent(link, words, names)),
    isChainIntact: findChainBreak(chain) === undefined,
  };
}

export function caseRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post('/cases', {
      schema: {
        operationId: 'receiveCase',
        tags: ['cases'],
        headers: IdempotencyHeaders,
        body: ReceiveCaseBody,
        response: { 201: CaseView, 400: Problem, 403: Problem, 422: Problem },
      },
      handler: async (request, reply) => {
        const officer = await signedIn(request, parts.database);
        const key = request.headers['idempotency-key'];
        const { caseId } = await receiveCase(parts, { officer, key }, request.body);
        void reply.code(201).header('Location', `/api/v1/cases/${caseId}`);
        return viewCase(parts, officer, caseId);
      },
    });

    app.get('/cases', {
      schema: {
        operationId: 'listCases',
        tags: ['cases'],
        querystring: ListQuery,
        response: { 200: CaseList, 400: Problem, 401: Problem },
      },
      handler: async (request) =>
        listFor(parts, await signedIn(request, parts.database), request.query),
    });

    app.get('/cases/:caseId', {
      schema: {
        operationId: 'getCase',
        tags: ['cases'],
        params: CaseParams,
        response: { 200: CaseView, 401: Problem, 404: Problem },
      },
      handler: async (request) =>
        viewCase(parts, await signedIn(request, parts.database), request.params.caseId),
    });

    app.get('/cases/:caseId/events', {
      schema: {
        operationId: 'getHistory',
        tags: ['cases'],
        params: CaseParams,
        response: { 200: History, 401: Problem, 404: Problem },
      },
      handler: async (request) => {
        const { officeId } = await signedIn(request, parts.database);
        return historyFor(parts, officeId, request.params.caseId);
      },
    });
  };
}
