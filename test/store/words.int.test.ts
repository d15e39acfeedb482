/** Words that several requests count on: the same request sent again while the first is under way. */
import { randomUUID } from 'node:crypto';
import { demoOfficerId, seedOffice } from '../../prisma/seed';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import { discardUnbound, putDocument, putSubmission, putText } from '../../store/words';
import type { Placement } from '../../store/words';
import { createTestDatabase } from '../support/stack';
import type { TestDatabase } from '../support/stack';

let testDatabase: TestDatabase;
let database: Database;
let officeId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl);
  await seedOffice(database);
  const officer = await database.officer.findUniqueOrThrow({
    where: { id: demoOfficerId('tiepdan') },
  });
  officeId = officer.officeId;
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

const letter = { complainantName: 'Nguyễn Thị Thử', address: 'Thôn 1', respondent: 'Công chức' };
const LETTER = { ...letter, content: 'Nội dung.', request: 'Yêu cầu.' };
const FILE = { fileName: 'don.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-') };

describe.each([
  ['a text', (place: Placement) => putText(database, place, 'Ghi chú.')],
  ['a submission', (place: Placement) => putSubmission(database, place, LETTER)],
  ['a file', (place: Placement) => putDocument(database, place, FILE)],
])('%s', (_what, put) => {
  const place = (): Placement => ({ id: randomUUID(), caseId: randomUUID(), officeId });

  it('is left to who counts on it still, with the commitment it was given', async () => {
    const here = place();
    const first = await put(here);
    await put(here);
    await discardUnbound(database, [here.id]);
    expect(await put(here)).toEqual(first);
  });

  it('is gone when everybody who counted on it was refused', async () => {
    const here = place();
    const first = await put(here);
    await put(here);
    await discardUnbound(database, [here.id]);
    await discardUnbound(database, [here.id]);
    expect(await put(here)).not.toEqual(first);
  });

  it('put twenty times at once is one row', async () => {
    const here = place();
    const all = await Promise.all(Array.from({ length: 20 }, () => put(here)));
    expect(new Set(all.map((ref) => JSON.stringify(ref))).size).toBe(1);
  });
});
