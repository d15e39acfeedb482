/** An event survives the way through Kafka, and nothing that is not one gets through. */
import type { CivilDate } from '../../domain/civil-date';
import type { RecordedEvent } from '../../domain/events';
import { decodeEvent, encodeEvent } from '../../messaging/envelope';

const CASE_ID = '0b0e6d4e-3f0c-4c55-9a6f-0d6a3c6a8c11';
const OFFICE_ID = '5d0a9a52-5f7e-4f4c-8a35-b6d9d6a1d111';

const event: RecordedEvent = {
  eventId: `${CASE_ID}:42`,
  caseId: CASE_ID,
  officeId: OFFICE_ID,
  sequence: 42,
  version: 1,
  at: '2026-11-24T02:00:00.000Z',
  on: '2026-11-24' as CivilDate,
  actor: { officerId: 'system', role: 'system' },
  commandId: '7e0a9a52-5f7e-4f4c-8a35-b6d9d6a1d222',
  type: 'DeadlineMissed',
  data: { clock: 'accept', ruleId: 'KN-ACCEPT-V2', dueOn: '2026-11-23' as CivilDate },
};

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const envelope = (): Record<string, unknown> =>
  JSON.parse(encodeEvent(event).value) as Record<string, unknown>;
const faultOf = (value: unknown): unknown => {
  const decoded = decodeEvent(bytes(value));
  return 'fault' in decoded ? decoded.fault : undefined;
};

test('an event comes out as it went in', () => {
  expect(decodeEvent(bytes(encodeEvent(event).value))).toEqual({ event });
});

test('the record is a structured CloudEvent 1.0 keyed by the case', () => {
  const { key, headers } = encodeEvent(event);
  expect(key).toBe(CASE_ID);
  expect(headers['content-type']).toBe('application/cloudevents+json; charset=UTF-8');
  expect(envelope()).toMatchObject({
    specversion: '1.0',
    id: `${CASE_ID}:42`,
    source: `/offices/${OFFICE_ID}`,
    type: 'vn.tiepdan.case.DeadlineMissed.v1',
    subject: CASE_ID,
    time: '2026-11-24T02:00:00.000Z',
    datacontenttype: 'application/json',
  });
});

test('attribute names are lower-case letters and digits, at most twenty, as CloudEvents asks', () => {
  for (const name of Object.keys(envelope())) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
});

test('sequences sort as text in the order of their numbers', () => {
  const sequences = [1, 2, 10, 99, 100, 2_147_483_647].map(
    (sequence) =>
      (JSON.parse(encodeEvent({ ...event, sequence }).value) as { sequence: string }).sequence,
  );
  expect([...sequences].sort()).toEqual(sequences);
});

test.each([
  ['no value at all', decodeEvent(null), 'not_json'],
  ['half a JSON text', decodeEvent(bytes('{"specversion":')), 'not_json'],
  ['bytes that are not UTF-8', decodeEvent(new Uint8Array([0x22, 0xff, 0x22])), 'not_json'],
])('%s is refused', (_what, decoded, reason) => {
  expect(decoded).toMatchObject({ fault: { reason } });
});

test.each([
  ['another version of CloudEvents', { specversion: '0.3' }, 'not_an_envelope'],
  ['an id of another event', { id: `${CASE_ID}:43` }, 'not_an_envelope'],
  ['the source of another office', { source: '/offices/x' }, 'not_an_envelope'],
  ['a sequence that does not sort', { sequence: '42' }, 'not_an_envelope'],
  ['sequence zero', { sequence: '0000000000', id: `${CASE_ID}:0` }, 'not_an_envelope'],
  ['an unknown extension', { citizen: 'x' }, 'not_an_envelope'],
  ['an unknown event', { type: 'vn.tiepdan.case.CaseVanished.v1' }, 'unknown_type'],
  ['a version not published yet', { type: 'vn.tiepdan.case.DeadlineMissed.v2' }, 'unknown_type'],
  ['data with a missing field', { data: { clock: 'accept' } }, 'invalid_data'],
])('%s is refused as a whole', (_what, change, reason) => {
  expect(faultOf({ ...envelope(), ...change })).toMatchObject({ reason });
});

test('the reason names places, never what was found there', () => {
  const secret = 'Nguyễn Thị Bí Mật';
  const data = { clock: 'accept', ruleId: 'x', dueOn: secret, extra: secret };
  expect(JSON.stringify(faultOf({ ...envelope(), data }))).not.toContain('Bí Mật');
  expect(JSON.stringify(faultOf({ ...envelope(), actorrole: secret }))).not.toContain('Bí Mật');
});
