/**
 * People's words, names and files, each in an erasable row, and the salted commitment an event carries
 * instead. Writing is idempotent by id: the same content again is the same row, other content is refused.
 */
import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DocumentRef, TextRef } from '../domain/ids';
import type { Database } from './client';

/** The id was used before with other content: an idempotency key used twice. */
export class WordsDifferError extends Error {
  override readonly name = 'WordsDifferError';
}

export interface Placement {
  id: string;
  officeId: string;
  caseId: string;
}

export interface SubmissionWords {
  complainantName: string;
  address: string;
  phone?: string | undefined;
  identityNumber?: string | undefined;
  respondent: string;
  content: string;
  request: string;
}

export interface FileContent {
  fileName: string;
  mediaType: string;
  content: Uint8Array;
}

/** Lower-case hex SHA-256 of `salt || content`. */
export function commitmentOf(salt: string, content: Uint8Array | string): string {
  return createHash('sha256').update(salt).update(content).digest('hex');
}

function newSalt(): string {
  return randomBytes(32).toString('hex');
}

/** @throws WordsDifferError */
export async function putText(
  database: Database,
  place: Placement,
  body: string,
): Promise<TextRef> {
  const row = await database.caseText.upsert({
    ...rowAt(place),
    create: { ...place, body, salt: newSalt() },
  });
  if (row.body !== body || row.caseId !== place.caseId) return differ(database, place);
  return { textId: row.id, commitment: commitmentOf(row.salt, body) };
}

/** @throws WordsDifferError */
export async function putSubmission(
  database: Database,
  place: Placement,
  words: SubmissionWords,
): Promise<{ submissionId: string; submissionCommitment: string }> {
  const row = await database.submission.upsert({
    ...rowAt(place),
    create: { ...place, ...withNulls(words), salt: newSalt() },
  });
  const { complainantName, address, phone, identityNumber, respondent, content, request } = row;
  const kept = { complainantName, address, phone, identityNumber, respondent, content, request };
  const canonical = canonicalize(kept) ?? '';
  const isSame = canonical === canonicalize(withNulls(words)) && row.caseId === place.caseId;
  if (!isSame) return differ(database, place);
  return { submissionId: row.id, submissionCommitment: commitmentOf(row.salt, canonical) };
}

function withNulls(words: SubmissionWords) {
  return {
    ...words,
    phone: words.phone ?? null,
    identityNumber: words.identityNumber ?? null,
  };
}

/** @throws WordsDifferError */
export async function putDocument(
  database: Database,
  place: Placement,
  file: FileContent,
): Promise<DocumentRef> {
  const { fileName, mediaType } = file;
  const content = new Uint8Array(file.content);
  const size = content.length;
  const salt = newSalt();
  const row = await database.document.upsert({
    ...rowAt(place),
    create: { ...place, fileName, mediaType, content, size, salt },
    select: { caseId: true, salt: true },
  });
  if (row.caseId !== place.caseId) return differ(database, place);
  // Another salt: the row was there before. Only then are its megabytes read back.
  if (row.salt !== salt && !(await holdsContent(database, place.id, content))) {
    return differ(database, place);
  }
  return { documentId: place.id, commitment: commitmentOf(row.salt, content), mediaType, size };
}

async function holdsContent(database: Database, id: string, content: Uint8Array): Promise<boolean> {
  const kept = await database.document.findUniqueOrThrow({
    where: { id },
    select: { content: true },
  });
  return Buffer.compare(kept.content, content) === 0;
}

/** Who may not have the row does not count on it either. */
async function differ(database: Database, { id }: Placement): Promise<never> {
  await discardUnbound(database, [id]);
  throw new WordsDifferError();
}

/** Finds the row or makes it, in one statement, and claims it: whoever puts words counts on them. */
function rowAt({ id }: Placement) {
  return { where: { id }, update: { claims: { increment: 1 } } };
}

/**
 * Gives up one claim on each row, because the command was refused; rows that no event came to name and
 * nobody else counts on are removed.
 */
export async function discardUnbound(database: Database, ids: readonly string[]): Promise<void> {
  const given = {
    where: { id: { in: [...ids] }, boundAt: null },
    data: { claims: { decrement: 1 } },
  };
  const unclaimed = { where: { ...given.where, claims: { lte: 0 } } };
  await database.caseText.updateMany(given);
  await database.caseText.deleteMany(unclaimed);
  await database.submission.updateMany(given);
  await database.submission.deleteMany(unclaimed);
  await database.document.updateMany(given);
  await database.document.deleteMany(unclaimed);
}

/** How long a row may wait for its event: far longer than any retry of a command. */
const UNBOUND_LIFE_MS = 24 * 3_600_000;

/** Removes what a crash left between storing words and recording the event. Returns how many rows. */
export async function sweepUnbound(database: Database, now: number): Promise<number> {
  const where = { boundAt: null, createdAt: { lt: new Date(now - UNBOUND_LIFE_MS) } };
  const texts = await database.caseText.deleteMany({ where });
  const submissions = await database.submission.deleteMany({ where });
  const documents = await database.document.deleteMany({ where });
  return texts.count + submissions.count + documents.count;
}
