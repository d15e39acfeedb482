/** The office's calendar: what it says of a year, a new day by an administrator, and how far changes are. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { civilDateAt } from '../../domain/civil-date';
import { Words } from '../../domain/commands';
import { CalendarDayEntry } from '../../domain/events';
import { Uuid } from '../../domain/ids';
import { contentOf } from '../../domain/law';
import type { CalendarObjection } from '../../domain/office-calendar';
import { exceptionalDays, isKnownYear, objectionTo } from '../../domain/office-calendar';
import {
  findCalendarChange,
  listCalendarChanges,
  readOfficeCalendar,
} from '../../store/law-changes';
import type { CalendarChangeLine } from '../../store/law-changes';
import { officerNames } from '../../store/officers';
import type { Officer } from '../../store/officers';
import { changeLaw, orderOf } from '../change-law';
import { LawChangeAnswer, Problem } from '../contract';
import type { Parts, Request } from '../give-command';
import { signedIn, signedInAs } from '../plugins/auth';
import { keyReused, ProblemError, refusalProblem } from '../problems';
import { IdempotencyHeaders } from './idempotency';

/** What is sent: as recorded, but words that can be stored. */
const CalendarDayBody = CalendarDayEntry.extend({
  name: Words.pipe(z.string().max(200)),
  document: Words.pipe(z.string().max(300)),
}).meta({ id: 'CalendarDayBody' });

const Person = z.object({ officerId: Uuid, name: z.string() });

const PlainDay = z.object({
  date: z.iso.date(),
  kind: z.string(),
  status: z.enum(['confirmed', 'unconfirmed', 'rejected']),
  name: z.string(),
  document: z.string(),
  knownOn: z.iso.date(),
});

const CalendarView = z
  .object({
    year: z.number().int(),
    /** False: no calendar is published, so Monday to Friday is counted and dates are provisional. */
    isKnownYear: z.boolean(),
    /** How often this office has changed its calendar. */
    version: z.number().int(),
    days: z.array(
      PlainDay.extend({
        weekday: z.number().int().describe('1 = Monday … 7 = Sunday'),
        isWorking: z.boolean(),
        document: z.object({ title: z.string(), confidence: z.string() }),
        isOfficeDay: z.boolean(),
        replaces: PlainDay.nullable(),
        changedAt: z.string().nullable(),
        changedBy: Person.nullable(),
      }),
    ),
  })
  .meta({ id: 'Calendar' });

const CalendarChanges = z
  .object({
    changes: z.array(
      z.object({
        changeId: Uuid,
        version: z.number().int(),
        day: PlainDay,
        changedAt: z.string(),
        changedBy: Person,
        casesBehind: z.number().int().describe('Open cases that have not taken the change yet.'),
        isDone: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CalendarChanges' });

/** More than an office makes in several years. */
const LISTED_CHANGES = 200;

async function calendarFor(
  parts: Parts,
  { officeId }: Officer,
  year: number,
): Promise<z.infer<typeof CalendarView>> {
  const { database } = parts;
  const calendar = await readOfficeCalendar(database, officeId);
  const names = await officerNames(database, officeId);
  const changes = await listCalendarChanges(database, officeId, LISTED_CHANGES);
  return {
    year,
    isKnownYear: isKnownYear(year),
    version: calendar.version,
    days: exceptionalDays(year, calendar).map(({ day, replaces, ...rest }) => {
      const change = rest.isOfficeDay ? changes.find((line) => line.day.date === day.date) : null;
      return {
        ...day,
        ...rest,
        replaces: replaces ?? null,
        changedAt: change?.at.toISOString() ?? null,
        changedBy: change ? personOf(change.actorId, names) : null,
      };
    }),
  };
}

export function personOf(
  officerId: string,
  names: ReadonlyMap<string, string>,
): z.infer<typeof Person> {
  return { officerId, name: names.get(officerId) ?? '—' };
}

function changeView(
  { actorId, at, ...line }: CalendarChangeLine,
  names: ReadonlyMap<string, string>,
): z.infer<typeof CalendarChanges>['changes'][number] {
  return {
    ...line,
    changedAt: at.toISOString(),
    changedBy: personOf(actorId, names),
    isDone: line.casesBehind === 0,
  };
}

/** The objection as a problem that names the field at fault. */
function objectionProblem({ refusal, field }: CalendarObjection): ProblemError {
  const errors = [{ path: `body.${field}`, message: refusal.detail.en }];
  return new ProblemError(refusalProblem(refusal, { errors }));
}

/** Has the day recorded once per key, and says whether every open case has taken it. */
async function enterDay(
  parts: Parts,
  request: Request,
  day: CalendarDayEntry,
): Promise<{ isDone: boolean; answer: z.infer<typeof LawChangeAnswer> }> {
  const order = orderOf(request);
  const { officeId, commandId } = order;
  const recorded = (): ReturnType<typeof findCalendarChange> =>
    findCalendarChange(parts.database, officeId, commandId);
  const office = await readOfficeCalendar(parts.database, officeId);
  const objection = objectionTo(day, office, civilDateAt(Date.now()));
  // Asked after the calendar was read: what the day clashes with may be this very order, sent twice at once.
  if (objection && !(await recorded())) throw objectionProblem(objection);
  const change = await changeLaw(parts, { ...order, day }, recorded);
  if (change && contentOf(change.day) !== contentOf(day)) throw new ProblemError(keyReused());
  return {
    isDone: change?.casesBehind === 0,
    answer: {
      changeId: commandId,
      ...(change ? { version: change.version } : {}),
      location: '/api/v1/calendar/changes',
    },
  };
}

export function calendarRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/calendar', {
      schema: {
        operationId: 'getCalendar',
        tags: ['calendar'],
        querystring: z.strictObject({
          year: z.coerce
            .number()
            .int()
            .min(1)
            .max(9999)
            .default(() => Number(civilDateAt(Date.now()).slice(0, 4))),
        }),
        response: { 200: CalendarView, 400: Problem, 401: Problem },
      },
      handler: async (request) =>
        calendarFor(parts, await signedIn(request, parts.database), request.query.year),
    });

    app.get('/calendar/changes', {
      schema: {
        operationId: 'listCalendarChanges',
        tags: ['calendar'],
        response: { 200: CalendarChanges, 401: Problem },
      },
      handler: async (request) => {
        const { officeId } = await signedIn(request, parts.database);
        const lines = await listCalendarChanges(parts.database, officeId, LISTED_CHANGES);
        const names = await officerNames(parts.database, officeId);
        return { changes: lines.map((line) => changeView(line, names)) };
      },
    });

    app.post('/calendar/days', {
      schema: {
        operationId: 'enterCalendarDay',
        tags: ['calendar'],
        headers: IdempotencyHeaders,
        body: CalendarDayBody,
        response: {
          200: LawChangeAnswer,
          202: LawChangeAnswer,
          400: Problem,
          401: Problem,
          403: Problem,
          422: Problem,
        },
      },
      handler: async (request, reply) => {
        const officer = await signedInAs(request, parts.database, ['administrator']);
        const key = request.headers['idempotency-key'];
        const { isDone, answer } = await enterDay(parts, { officer, key }, request.body);
        return reply.code(isDone ? 200 : 202).send(answer);
      },
    });
  };
}
