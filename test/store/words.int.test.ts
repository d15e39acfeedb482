/** Words on real PostgreSQL: put again, put at once, put elsewhere. */
import { randomUUID } from 'node:crypto';
import { DEMO_OFFICE_ID, seedOffice } from '../../prisma/seed';
import { openDatabase } from '../../store/client';
import type { Database } from '../../store/client';
import {
  discardUnbound,
  putDocument,
  putSubmission,
  putText,
  WordsDifferError,
} from '../../store/words';
import type { Placement } from '../../store/words';
import { createTestDatabase } from '../support/stack';
import type { TestDatabase } from '../support/stack';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { poolSize: 10 });
  await seedOffice(database);
});

afterAll(async () => {
  await database.$disconnect();
  await testDatabase.drop();
});

const SUBMISSION = {
  complainantName: 'Nguyễn Văn Thử',
  address: 'Thôn 2',
  respondent: 'Công chức địa chính',
  content: 'Đơn viết tay.',
  request: 'Xem xét lại.',
};
const FILE = { fileName: 'don.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF') };

const PUTS = {
  text: {
    put: (place: Placement) => putText(database, place, 'Đúng từng chữ.'),
    putOther: (place: Placement) => putText(database, place, 'Khác một chữ.'),
  },
  submission: {
    put: (place: Placement) => putSubmission(database, place, SUBMISSION),
    putOther: (place: Placement) =>
      putSubmission(database, place, { ...SUBMISSION, phone: '0123456789' }),
  },
  document: {
    put: (place: Placement) => putDocument(database, place, FILE),
    putOther: (place: Placement) =>
      putDocument(database, place, { ...FILE, content: Buffer.from('%PDG') }),
  },
};

function somewhere(): Placement {
  return { id: randomUUID(), caseId: randomUUID(), officeId: DEMO_OFFICE_ID };
}

describe.each(Object.entries(PUTS))('a %s', (_what, { put, putOther }) => {
  it('put ten times at once is one row with one commitment, and so is each later time', async () => {
    const place = somewhere();
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => put(place)));
    for (const other of [...others, await put(place)]) expect(other).toEqual(first);
  });

  it('with other content under the same id is refused, and what was there stays', async () => {
    const place = somewhere();
    const first = await put(place);
    await expect(putOther(place)).rejects.toThrow(WordsDifferError);
    expect(await put(place)).toEqual(first);
  });

  it('of one case is not given to another', async () => {
    const place = somewhere();
    await put(place);
    await expect(put({ ...place, caseId: randomUUID() })).rejects.toThrow(WordsDifferError);
  });

  it('is left to who counts on it still, and gone when all were refused', async () => {
    const place = somewhere();
    const first = await put(place);
    await put(place);
    await expect(putOther(place)).rejects.toThrow(WordsDifferError);
    await discardUnbound(database, [place.id]);
    expect(await put(place)).toEqual(first);
    await discardUnbound(database, [place.id]);
    await discardUnbound(database, [place.id]);
    expect(await put(place)).not.toEqual(first);
  });

  it('put twice has two salts, so that equal words cannot be told from their commitments', async () => {
    const [one, two] = [await put(somewhere()), await put(somewhere())];
    const commitments = [one, two].map((ref) => Object.values(ref)[1] as string);
    expect(commitments[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(commitments[1]).not.toBe(commitments[0]);
  });
});
