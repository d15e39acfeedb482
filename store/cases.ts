/** Reads for lists and the case page. Every query names the office. */
import type { Case } from '../domain/case';
import { parseCivilDate } from '../domain/civil-date';
import type { CivilDate } from '../domain/civil-date';
import { dateColumnOf } from './civil-dates';
import type { Database } from './client';
import type { Prisma } from './generated/client';

/** The case as last recorded, or undefined when this office has none of that id. */
export async function findCase(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<Case | undefined> {
  const row = await database.caseRow.findFirst({ where: { caseId, officeId } });
  return row ? (row.snapshot as unknown as Case) : undefined;
}

/** Whether this office has a case of that id. */
export async function caseExists(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<boolean> {
  const row = await database.caseRow.findFirst({
    where: { caseId, officeId },
    select: { caseId: true },
  });
  return row !== null;
}

export interface CaseFilter {
  state?: string | undefined;
  assigneeId?: string | undefined;
  /** Part of a reference number. */
  reference?: string | undefined;
  /** Only open cases whose next statutory date lies before this day. */
  dueBefore?: CivilDate | undefined;
  isOpen?: boolean | undefined;
}

export interface CasePage {
  cases: Case[];
  /** Pass back to get the next page; absent on the last one. */
  nextCursor?: string;
}

/** Newest receipt first, of one day the highest number first; the cursor is that pair. */
export async function listCases(
  database: Database,
  officeId: string,
  filter: CaseFilter,
  page: { limit: number; cursor?: Cursor | undefined },
): Promise<CasePage> {
  const where: Prisma.CaseRowWhereInput = {
    officeId,
    ...(filter.state ? { state: filter.state } : {}),
    ...(filter.assigneeId ? { assigneeId: filter.assigneeId } : {}),
    ...(filter.reference ? { reference: { contains: filter.reference.toUpperCase() } } : {}),
    ...(filter.isOpen === undefined ? {} : { isFinal: !filter.isOpen }),
    ...(filter.dueBefore ? { nextDueOn: { lt: dateColumnOf(filter.dueBefore) } } : {}),
    ...(page.cursor ? after(page.cursor) : {}),
  };
  const rows = await database.caseRow.findMany({
    where,
    orderBy: [{ receivedOn: 'desc' }, { reference: 'desc' }],
    take: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    cases: shown.map((row) => row.snapshot as unknown as Case),
    ...(rows.length > page.limit && last ? { nextCursor: encodeCursor(last) } : {}),
  };
}

const REFERENCE = /^[A-Z]+-\d{4}-\d{6,9}$/;

export interface Cursor {
  receivedOn: Date;
  reference: string;
}

function after({ receivedOn, reference }: Cursor): Prisma.CaseRowWhereInput {
  return { OR: [{ receivedOn: { lt: receivedOn } }, { receivedOn, reference: { lt: reference } }] };
}

function encodeCursor({ receivedOn, reference }: Cursor): string {
  return Buffer.from(`${receivedOn.toISOString().slice(0, 10)}/${reference}`).toString('base64url');
}

/** Undefined for anything this file did not make. */
export function decodeCursor(text: string): Cursor | undefined {
  const [receivedOn = '', reference = ''] = Buffer.from(text, 'base64url').toString().split('/');
  const date = parseCivilDate(receivedOn);
  return date !== undefined && REFERENCE.test(reference)
    ? { receivedOn: dateColumnOf(date), reference }
    : undefined;
}

export interface CaseWords {
  submission?: {
    complainantName: string;
    address: string;
    phone: string | null;
    identityNumber: string | null;
    respondent: string;
    content: string;
    request: string;
  };
  documents: { documentId: string; fileName: string; mediaType: string; size: number }[];
}

/** The letter and the file list of a case; for those who may read them. */
export async function readCaseWords(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<CaseWords> {
  const where = { officeId, caseId, boundAt: { not: null } };
  const submission = await database.submission.findFirst({
    where,
    select: {
      complainantName: true,
      address: true,
      phone: true,
      identityNumber: true,
      respondent: true,
      content: true,
      request: true,
    },
  });
  const documents = await database.document.findMany({
    where,
    select: { id: true, fileName: true, mediaType: true, size: true },
    orderBy: { createdAt: 'asc' },
  });
  return {
    ...(submission ? { submission } : {}),
    documents: documents.map(({ id, ...row }) => ({ documentId: id, ...row })),
  };
}

/** Text id → words, of everything written on a case: read for its history only, since it grows with it. */
export async function readCaseTexts(
  database: Database,
  officeId: string,
  caseId: string,
): Promise<Map<string, string>> {
  const texts = await database.caseText.findMany({
    where: { officeId, caseId, boundAt: { not: null } },
    select: { id: true, body: true },
  });
  return new Map(texts.map((row) => [row.id, row.body]));
}

/** One bound file of a case, with its bytes. */
export async function readDocument(
  database: Database,
  place: { officeId: string; caseId: string; documentId: string },
): Promise<{ fileName: string; mediaType: string; content: Uint8Array } | undefined> {
  const row = await database.document.findFirst({
    where: {
      id: place.documentId,
      officeId: place.officeId,
      caseId: place.caseId,
      boundAt: { not: null },
    },
  });
  return row ?? undefined;
}
