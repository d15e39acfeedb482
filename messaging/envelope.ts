/**
 * A recorded event as a Kafka record: CloudEvents 1.0, structured mode, one JSON object in the value.
 * Step 11 of the walk. Decoding checks everything, the event's own schema included, and says what is
 * wrong without repeating the content. All events are at version 1; the next version's upcast goes here.
 */
import { z } from 'zod';
import { ROLE_NAMES } from '../domain/actors';
import { EVENT_DATA, EVENT_TYPES, EVENT_VERSION } from '../domain/events';
import type { EventType, RecordedEvent } from '../domain/events';
import { On, Uuid } from '../domain/ids';

/** Tells a reader, by the Kafka binding's rule, that the value is a whole CloudEvent in JSON. */
export const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

const TYPE_PREFIX = 'vn.tiepdan.case.';
// The sequence extension must sort as text; ten digits hold every 32-bit integer.
const SEQUENCE_DIGITS = 10;

export interface EncodedEvent {
  key: string;
  value: string;
  headers: Record<string, string>;
}

const Envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: Uuid,
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  sequence: z.string().regex(/^\d{10}$/),
  officeid: Uuid,
  actorid: z.string().min(1),
  actorrole: z.enum(ROLE_NAMES),
  commandid: Uuid,
  happenedon: On,
  data: z.unknown(),
});
type Envelope = z.infer<typeof Envelope>;

/** The record of one event. Key: the case id. */
export function encodeEvent(event: RecordedEvent): EncodedEvent {
  const envelope: Envelope = {
    specversion: '1.0',
    id: event.eventId,
    source: sourceOf(event.officeId),
    type: typeName(event.type, event.version),
    subject: event.caseId,
    time: event.at,
    datacontenttype: 'application/json',
    sequence: String(event.sequence).padStart(SEQUENCE_DIGITS, '0'),
    officeid: event.officeId,
    actorid: event.actor.officerId,
    actorrole: event.actor.role,
    commandid: event.commandId,
    happenedon: event.on,
    data: event.data,
  };
  return {
    key: event.caseId,
    value: JSON.stringify(envelope),
    headers: { 'content-type': CONTENT_TYPE },
  };
}

/** Why a record is not an event of ours; `detail` names places and codes, never content. */
export interface Undecodable {
  reason: 'not_json' | 'not_an_envelope' | 'unknown_type' | 'invalid_data';
  detail: string;
}

export type Decoded = { event: RecordedEvent } | { fault: Undecodable };

/** The event in a record's value, or why there is none; never throws. */
export function decodeEvent(value: Uint8Array | null): Decoded {
  const json = parseJson(value);
  if (json === undefined) return fault('not_json', 'the value is not JSON in UTF-8');
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) return fault('not_an_envelope', placesOf(parsed.error));
  const envelope = parsed.data;
  const sequence = Number(envelope.sequence);
  const inconsistent = inconsistency(envelope, sequence);
  if (inconsistent) return fault('not_an_envelope', inconsistent);
  const type = EVENT_TYPES.find((name) => typeName(name, EVENT_VERSION) === envelope.type);
  if (!type) return fault('unknown_type', 'no event has this type and version');
  const data = EVENT_DATA[type].safeParse(envelope.data);
  if (!data.success) return fault('invalid_data', `${type}: ${placesOf(data.error)}`);
  return { event: toEvent(envelope, type, sequence, data.data) };
}

function toEvent(
  envelope: Envelope,
  type: EventType,
  sequence: number,
  data: unknown,
): RecordedEvent {
  return {
    eventId: envelope.id,
    caseId: envelope.subject,
    officeId: envelope.officeid,
    sequence,
    version: EVENT_VERSION,
    at: envelope.time,
    on: envelope.happenedon,
    actor: { officerId: envelope.actorid, role: envelope.actorrole },
    commandId: envelope.commandid,
    type,
    data,
  } as RecordedEvent;
}

function typeName(type: EventType, version: number): string {
  return `${TYPE_PREFIX}${type}.v${version}`;
}

function sourceOf(officeId: string): string {
  return `/offices/${officeId}`;
}

/** The same fact is said twice in a CloudEvent; both must agree. */
function inconsistency(envelope: Envelope, sequence: number): string | undefined {
  if (sequence < 1) return 'sequence: starts at 1';
  if (envelope.id !== `${envelope.subject}:${sequence}`) return 'id: not subject and sequence';
  if (envelope.source !== sourceOf(envelope.officeid)) return 'source: not the office';
  return undefined;
}

function parseJson(value: Uint8Array | null): unknown {
  if (value === null) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return undefined;
  }
}

/** Paths and codes of a zod error; its messages could quote what was received. */
function placesOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'value'} ${issue.code}`)
    .join(', ');
}

function fault(reason: Undecodable['reason'], detail: string): Decoded {
  return { fault: { reason, detail } };
}
