/** What the API says to what it cannot take: a 4xx problem with the field's path, and nothing stored. */
import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import type { CaseView, Problem } from '../../api/contract';
import { complaint, openOffice } from '../support/office';
import type { Answer, Office } from '../support/office';

let office: Office;
let current: CaseView;

beforeAll(async () => {
  office = await openOffice();
  current = (await office.receive()).body;
});

afterAll(async () => {
  await office.close();
});

/** Rows of everything a request may leave behind. */
async function stored(): Promise<number[]> {
  const { database } = office;
  return Promise.all([
    database.caseRow.count(),
    database.caseEvent.count(),
    database.submission.count(),
    database.caseText.count(),
    database.document.count(),
    database.outboxRow.count(),
    database.recordedCommand.count(),
  ]);
}

/** Sends it, checks that nothing was stored and that the answer is a problem document; returns it. */
async function refused(options: InjectOptions, user = 'tiepdan'): Promise<Answer<Problem>> {
  const before = await stored();
  const answer = await office.ask<Problem>(user, { method: 'POST', ...options });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    status: answer.status,
    type: `urn:tiep-dan:problem:${answer.body.code}`,
  });
  const { detail, details } = answer.body;
  expect(detail.length).toBeGreaterThan(10);
  expect(detail).toBe(`${details.vi} (${details.en})`);
  expect(await stored()).toEqual(before);
  return answer;
}

function paths(answer: Answer<Problem>): string[] {
  return (answer.body.errors ?? []).map((error) => error.path);
}

const receive = (payload: unknown): InjectOptions => ({
  url: '/api/v1/cases',
  payload: payload as object,
});

describe('receiving a complaint', () => {
  it.each([
    ['no kind', { kind: undefined }, 'body.kind'],
    ['an unknown kind', { kind: 'petition' }, 'body.kind'],
    ['an unknown channel', { channel: 'pigeon' }, 'body.channel'],
    ['a date that does not exist', { receivedOn: '2026-02-30' }, 'body.receivedOn'],
    ['a date that is no date', { receivedOn: 'hôm qua' }, 'body.receivedOn'],
    ['a number as date', { receivedOn: 20261124 }, 'body.receivedOn'],
    ['no people', { complainants: 0 }, 'body.complainants'],
    ['half a person', { complainants: 1.5 }, 'body.complainants'],
    ['people as text', { complainants: '2' }, 'body.complainants'],
    ['no submission', { submission: undefined }, 'body.submission'],
    ['a list as submission', { submission: [] }, 'body.submission'],
    ['a remote area that is a word', { isRemoteArea: 'yes' }, 'body.isRemoteArea'],
  ])('refuses %s and names the field', async (_what, changes, path) => {
    const answer = await refused(receive(complaint(changes)));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_fields' } });
    expect(paths(answer)).toContain(path);
  });

  it.each([
    ['a blank name', { complainantName: '   ' }, 'body.submission.complainantName'],
    [
      'a name of 201 letters',
      { complainantName: 'N'.repeat(201) },
      'body.submission.complainantName',
    ],
    ['a phone that is a word', { phone: 'gọi tôi' }, 'body.submission.phone'],
    [
      'an identity number of eleven digits',
      { identityNumber: '01234567890' },
      'body.submission.identityNumber',
    ],
    [
      'a name nobody can see',
      { complainantName: '\u200b\u200b' },
      'body.submission.complainantName',
    ],
    ['a NUL in the words', { content: 'a\u0000b' }, 'body.submission.content'],
    ['half a surrogate pair', { content: 'a\ud800b' }, 'body.submission.content'],
    ['more words than forty pages', { content: 'x'.repeat(100_001) }, 'body.submission.content'],
  ])('refuses %s and names the field', async (_what, changes, path) => {
    const { submission, ...rest } = complaint() as { submission: object };
    const answer = await refused(receive({ ...rest, submission: { ...submission, ...changes } }));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_fields' } });
    expect(paths(answer)).toContain(path);
  });

  it('refuses fields nobody asked for and names each', async () => {
    const answer = await refused(receive(complaint({ caseId: randomUUID(), state: 'closed' })));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_fields' } });
    expect(paths(answer)).toEqual(['body.caseId', 'body.state']);
  });

  it.each([
    ['tomorrow', 1, 'received_in_future'],
    ['a year and two days ago', -367, 'received_too_long_ago'],
  ])('refuses a receipt dated %s', async (_when, days, code) => {
    const at = Date.now() + 7 * 3_600_000 + days * 86_400_000;
    const receivedOn = new Date(at).toISOString().slice(0, 10);
    const answer = await refused(receive(complaint({ receivedOn })));
    expect(answer).toMatchObject({ status: 422, body: { code } });
  });

  it.each(['0000-01-01', '0001-01-01', '1900-01-01', '9999-12-31'])(
    'refuses a receipt dated %s',
    async (receivedOn) => {
      await refused(receive(complaint({ receivedOn })));
    },
  );

  it('refuses a receipt by somebody who does not receive', async () => {
    const answer = await refused(receive(complaint()), 'chutich');
    expect(answer).toMatchObject({ status: 403, body: { code: 'role_not_allowed' } });
  });

  it('refuses an idempotency key that cannot be one', async () => {
    await refused({ ...receive(complaint()), headers: { 'idempotency-key': 'k'.repeat(201) } });
  });
});

describe('bodies that are not what they say', () => {
  const raw = (payload: Buffer | string, type = 'application/json'): InjectOptions => ({
    url: '/api/v1/cases',
    payload,
    headers: { 'content-type': type },
  });

  it('refuses ten megabytes of text', async () => {
    const answer = await refused(raw(JSON.stringify({ text: 'x'.repeat(10 * 1_048_576) })));
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"kind":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    expect(await refused(raw(bytes))).toMatchObject({
      status: 400,
      body: { code: 'invalid_utf8' },
    });
  });

  it.each(['{"kind":', '', 'complaint', '[1,2', '{"a":1,}'])(
    'refuses broken JSON %j',
    async (text) => {
      const answer = await refused(raw(text));
      expect(['invalid_json', 'body_missing']).toContain(answer.body.code);
    },
  );

  it.each(['null', '[]', '"text"', '12'])('refuses JSON that is no object: %s', async (text) => {
    const answer = await refused(raw(text));
    expect(answer.status).toBe(400);
    expect(paths(answer)).toEqual(['body']);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])(
    'refuses a body of type %s',
    async (type) => {
      const answer = await refused(raw('kind=complaint', type));
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    },
  );

  it('refuses an address that cannot be read', async () => {
    const answer = await refused({ method: 'GET', url: '/api/v1/cases/%zz' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_address' } });
  });

  it('takes no prototype from a body', async () => {
    const text = '{"__proto__":{"kind":"complaint"},"constructor":{"prototype":{"x":1}}}';
    expect(await refused(raw(text))).toMatchObject({ status: 400 });
    expect(({} as { kind?: string }).kind).toBeUndefined();
  });
});

describe('commands', () => {
  const url = (command: string, caseId = current.caseId): string =>
    `/api/v1/cases/${caseId}/commands/${command}`;

  it.each(['ExplodeCase', 'ReceiveCase', 'RingAlarm', 'ApplyCalendar', 'acceptcase', '__proto__'])(
    'does not know the command %s',
    async (command) => {
      const answer = await refused({ url: url(command), payload: { data: {} } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_command' } });
    },
  );

  it('names the field of a command at fault', async () => {
    const payload = { data: { field: 'sea', competence: 'own' } };
    const answer = await refused({ url: url('ClassifyCase'), payload });
    expect(paths(answer)).toContain('body.data.field');
  });

  it.each([
    ['no data', {}, 'body.data'],
    ['a version of zero', { expectedVersion: 0, data: {} }, 'body.expectedVersion'],
    ['a version that is a word', { expectedVersion: 'last', data: {} }, 'body.expectedVersion'],
  ])('refuses %s', async (_what, payload, path) => {
    const answer = await refused({ url: url('AcceptCase'), payload });
    expect(paths(answer)).toContain(path);
  });

  it('refuses a case id that is none', async () => {
    const answer = await refused({
      url: url('AcceptCase', 'KN-2026-000001'),
      payload: { data: {} },
    });
    expect(paths(answer)).toContain('params.caseId');
  });

  it('refuses to assign to somebody who is not a case officer here', async () => {
    const payload = { data: { officerId: randomUUID() } };
    const answer = await refused({ url: url('AssignCase'), payload }, 'chanhvp');
    expect(answer).toMatchObject({ status: 422, body: { code: 'not_a_case_officer' } });
  });
});

describe('files', () => {
  const BOUNDARY = 'tiep-dan-boundary';

  function upload(content: Buffer, fileName = 'don.pdf', type = 'application/pdf'): InjectOptions {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`;
    return {
      url: `/api/v1/cases/${current.caseId}/documents`,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    };
  }

  const ELF = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(64)]);
  const EXE = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(128)]);

  it.each([
    ['a Linux program called PDF', ELF],
    ['a Windows program called PDF', EXE],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf /\n')],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
  ])('refuses %s', async (_what, content) => {
    const answer = await refused(upload(content));
    expect(answer).toMatchObject({ status: 415, body: { code: 'file_type_not_allowed' } });
    expect(paths(answer)).toEqual(['body.file']);
  });

  it('refuses an empty file, none at all, and one too large', async () => {
    expect(await refused(upload(Buffer.alloc(0)))).toMatchObject({ body: { code: 'file_empty' } });
    const nothing = { ...upload(Buffer.alloc(0)), payload: `--${BOUNDARY}--\r\n` };
    expect(await refused(nothing)).toMatchObject({ body: { code: 'file_missing' } });
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(10 * 1_048_576)]);
    expect(await refused(upload(large))).toMatchObject({
      status: 413,
      body: { code: 'file_too_large' },
    });
  });

  it('says in both languages what only the form’s reader knows to be wrong', async () => {
    const part = (name: string): string =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
    const fields = ['a', 'b', 'c', 'd', 'e', 'f'].map(part).join('');
    const payload = `${fields}--${BOUNDARY}--\r\n`;
    const answer = await refused({ ...upload(Buffer.alloc(0)), payload });
    expect(answer.body).toMatchObject({
      code: 'bad_request',
      details: { vi: 'Yêu cầu không hợp lệ.', en: 'reach fields limit' },
    });
  });

  it('refuses a key used again for the same file on another case', async () => {
    const [one, other] = [(await office.receive()).body, (await office.receive()).body];
    const file = upload(Buffer.from('%PDF-1.7\n%%EOF\n'));
    const to = ({ caseId }: CaseView): InjectOptions => ({
      ...file,
      headers: { ...file.headers, 'idempotency-key': one.caseId },
      url: `/api/v1/cases/${caseId}/documents`,
    });
    expect(await office.ask('tiepdan', { method: 'POST', ...to(one) })).toMatchObject({
      status: 201,
    });
    const answer = await refused(to(other));
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  const part = (fileName: string, content: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n${content}\r\n`;

  it.each([
    [
      'parts without an end',
      part('don.pdf', '%PDF-1.7'),
      `multipart/form-data; boundary=${BOUNDARY}`,
    ],
    ['a body without parts', 'don.pdf', `multipart/form-data; boundary=${BOUNDARY}`],
    ['parts without a boundary', part('don.pdf', '%PDF-1.7'), 'multipart/form-data'],
  ])('refuses %s', async (_what, payload, type) => {
    const answer = await refused({
      ...upload(Buffer.alloc(0)),
      payload,
      headers: { 'content-type': type },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_multipart' } });
  });

  it('refuses two files at once rather than keeping one of them', async () => {
    const payload = `${part('a.pdf', '%PDF-1.7')}${part('b.pdf', '%PDF-1.7')}--${BOUNDARY}--\r\n`;
    const answer = await refused({ ...upload(Buffer.alloc(0)), payload });
    expect(answer).toMatchObject({ status: 400, body: { code: 'one_file_at_a_time' } });
  });

  it.each([
    ['%22đơn%22%0D%0A.pdf', '"đơn".pdf'],
    ['..\\\\..\\\\đơn.pdf', 'đơn.pdf'],
    [`${'a'.repeat(199)}😀.pdf`, 'a'.repeat(199)],
  ])('keeps of the name %s what can be shown', async (sent, kept) => {
    const answer = await office.ask('tiepdan', {
      method: 'POST',
      ...upload(Buffer.from('%PDF-1.7\n'), sent),
    });
    expect(answer.body.documents.at(-1)?.fileName).toBe(kept);
  });

  it('takes a PDF, keeps its bytes and a plain name, and puts a commitment in the event', async () => {
    const content = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    const answer = await office.ask('tiepdan', {
      method: 'POST',
      ...upload(content, '../../etc/đơn khiếu nại.pdf'),
    });
    expect(answer.status).toBe(201);
    const document = answer.body.documents.at(-1);
    expect(document).toMatchObject({ fileName: 'đơn khiếu nại.pdf', size: content.length });
    const download = await office.ask<string>('thanhtra', {
      url: `/api/v1/cases/${current.caseId}/documents/${document?.documentId}`,
    });
    expect(download.body).toBe(content.toString());
    expect(download.headers['content-disposition']).toContain('attachment');
    const event = await office.database.caseEvent.findFirst({
      where: { caseId: current.caseId, type: 'DocumentAttached' },
      orderBy: { sequence: 'desc' },
    });
    expect(JSON.stringify(event?.data)).toMatch(/"commitment":"[0-9a-f]{64}"/);
  });
});

describe('signing in', () => {
  it('says the same of a wrong name and a wrong password', async () => {
    const signIn = (userName: string, password: string) =>
      office.ask<Problem>(null, {
        method: 'POST',
        url: '/api/v1/session',
        payload: { userName, password },
      });
    const [wrongName, wrongPassword] = await Promise.all([
      signIn('nobody', 'demo-tiepdan'),
      signIn('tiepdan', 'wrong'),
    ]);
    const sayings = [wrongName, wrongPassword].map(({ status, body }) => [status, body.detail]);
    expect(sayings[0]).toEqual(sayings[1]);
    expect(wrongName).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
  });

  it('refuses a name the database cannot look for', async () => {
    const payload = { userName: 'tiepdan\u0000', password: 'demo-tiepdan' };
    const answer = await refused({ url: '/api/v1/session', payload });
    expect(paths(answer)).toEqual(['body.userName']);
  });

  it.each(['not.a.token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', ''])(
    'does not believe the token %j',
    async (token) => {
      const answer = await office.ask<Problem>(null, {
        url: '/api/v1/cases',
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    },
  );
});

describe('lists', () => {
  const cursor = (text: string): string => `cursor=${Buffer.from(text).toString('base64url')}`;

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'state=%00',
    'reference=KN%00',
    'cursor=nonsense',
    cursor('2026-02-31/KN-2026-000001'),
    cursor('0000-01-01/KN-2026-000001'),
    cursor('2026-02-01/KN-2026-0000\0'),
    'overdue=perhaps',
    'unknown=1',
  ])('refuses ?%s', async (query) => {
    await refused({ method: 'GET', url: `/api/v1/cases?${query}` });
  });

  it('pages through every case once, the newest first', async () => {
    for (let more = 0; more < 4; more += 1) await office.receive();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await office.ask<{ cases: CaseView[]; nextCursor?: string }>('chutich', {
        url: `/api/v1/cases?limit=2${cursor && `&cursor=${cursor}`}`,
      });
      seen.push(...body.cases.map((found) => found.reference));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    const rows = await office.database.caseRow.findMany();
    const key = (row: (typeof rows)[number]): string =>
      `${row.receivedOn.toISOString()} ${row.reference}`;
    const newestFirst = rows.sort((one, other) => (key(one) < key(other) ? 1 : -1));
    expect(seen).toEqual(newestFirst.map(({ reference }) => reference));
  });
});
