/** The tables of the engine as the page draws them: states, commands, forms and labels. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLE_NAMES, ROLES } from '../../domain/actors';
import * as codes from '../../domain/codes';
import { COMMAND_BODY, COMMAND_NAMES, ReceiveCaseBody, wordsFieldsOf } from '../../domain/commands';
import { DEADLINE_FLAGS } from '../../domain/deadline-flags';
import { CONFIDENCE_TEXT, EVENT_TEXT, GROUND_TEXT, UNIT_TEXT } from '../../domain/deadline-words';
import type { Words } from '../../domain/deadline-words';
import { KINDS } from '../../domain/kinds';
import { CASE_TYPE_TEXT, STAGE_TEXT } from '../../domain/stage-words';
import { DAY_KIND_TEXT } from '../../domain/working-days';
import { listOfficers } from '../../store/officers';
import { Label, OfficerView, Problem } from '../contract';
import type { Parts } from '../give-command';
import { signedIn } from '../plugins/auth';
import { ALLOWED_MEDIA_TYPES, MAX_FILE_BYTES } from './documents';
import { officerView } from './session';

const LifecycleView = z
  .object({
    roles: z.record(z.enum(ROLE_NAMES), Label),
    kinds: z.array(
      z.object({
        kind: z.string(),
        label: Label,
        states: z.array(z.object({ state: z.string(), label: Label, isFinal: z.boolean() })),
        transitions: z.array(
          z.object({
            command: z.string(),
            label: Label,
            from: z.array(z.string()),
            to: z.string(),
            by: z.array(z.enum(ROLE_NAMES)),
            event: z.string(),
            basis: z.string(),
          }),
        ),
        clocks: z.array(z.object({ clock: z.string(), label: Label, isInternal: z.boolean() })),
      }),
    ),
    /** Command → JSON Schema of its data, and which fields are long text. */
    forms: z.record(
      z.string(),
      z.object({ schema: z.record(z.string(), z.unknown()), texts: z.array(z.string()) }),
    ),
    /** Field → code → label. */
    codes: z.record(z.string(), z.record(z.string(), Label)),
    /** What may be attached: types as their bytes say, size in bytes. */
    documents: z.object({ mediaTypes: z.array(z.string()), maxBytes: z.number().int() }),
  })
  .meta({ id: 'Lifecycle' });

/** A day the office entered itself: no rule row has this. */
const OFFICE_ENTRY = { vi: 'đơn vị tự nhập', en: 'entered by the office' };

/** Fields whose values are codes with labels; `Command.field` where a command means something of its own. */
const CODES_OF_FIELDS: Record<string, Readonly<Record<string, Words>>> = {
  channel: codes.CHANNELS,
  field: codes.COMPLAINT_FIELDS,
  competence: codes.COMPETENCE,
  'RefuseCase.ground': codes.REFUSAL_GROUNDS,
  'SuspendResolution.ground': codes.SUSPENSION_GROUNDS,
  criteria: codes.COMPLEXITY_CRITERIA,
  findings: codes.FINDINGS,
  attendance: codes.ATTENDANCE,
  conclusion: codes.CONCLUSIONS,
  outcome: codes.OUTCOMES,
  recipients: codes.RECIPIENTS,
  'PublishDecision.channel': codes.PUBLICATION_CHANNELS,
  notice: codes.NOTICES,
  to: codes.OTHER_BODIES,
  // Of the law: its rows, its calendar and what the engine says of a date.
  confidence: { ...CONFIDENCE_TEXT, office_entry: OFFICE_ENTRY },
  unit: UNIT_TEXT,
  startsAt: EVENT_TEXT,
  stage: STAGE_TEXT,
  caseType: CASE_TYPE_TEXT,
  'Extension.ground': GROUND_TEXT,
  'CalendarDay.kind': DAY_KIND_TEXT,
  flags: DEADLINE_FLAGS,
};

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input' });
}

/** The same for everybody and for as long as the process runs. */
const LIFECYCLE: z.infer<typeof LifecycleView> = {
  roles: ROLES,
  kinds: Object.values(KINDS).map((kind) => ({
    kind: kind.name,
    label: kind.label,
    states: Object.entries(kind.states).map(([state, spec]) => ({ state, ...spec })),
    transitions: kind.transitions.map(({ command, label, from, to, by, event, basis }) => ({
      ...{ command, label, to, event, basis },
      from: [...from],
      by: [...by],
    })),
    clocks: kind.clocks.map(({ id, label, escalatesTo }) => ({
      clock: id,
      label,
      isInternal: escalatesTo === null,
    })),
  })),
  forms: {
    ReceiveCase: { schema: jsonSchema(ReceiveCaseBody), texts: ['content', 'request'] },
    ...Object.fromEntries(
      COMMAND_NAMES.map((command) => [
        command,
        { schema: jsonSchema(COMMAND_BODY[command]), texts: wordsFieldsOf(command) },
      ]),
    ),
  },
  codes: CODES_OF_FIELDS,
  documents: { mediaTypes: [...ALLOWED_MEDIA_TYPES], maxBytes: MAX_FILE_BYTES },
};

export function lifecycleRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/lifecycle', {
      config: { isPublic: true },
      schema: {
        operationId: 'getLifecycle',
        tags: ['lifecycle'],
        response: { 200: LifecycleView },
      },
      handler: async () => LIFECYCLE,
    });

    app.get('/officers', {
      schema: {
        operationId: 'listOfficers',
        tags: ['lifecycle'],
        response: { 200: z.object({ officers: z.array(OfficerView) }), 401: Problem },
      },
      handler: async (request) => {
        const { officeId } = await signedIn(request, parts.database);
        const officers = await listOfficers(parts.database, officeId);
        return { officers: officers.map(officerView) };
      },
    });
  };
}
