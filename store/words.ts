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
  await database.caseText.createMany({
    data: [{ ...place, body, salt: newSalt() }],
    skipDuplicates: true,
  });
  const row = await database.caseText.findUniqueOrThrow({ where: { id: place.id } });
  if (row.body !== body || row.caseId !== place.caseId) throw new WordsDifferError();
  return { textId: row.id, commitment: commitmentOf(row.salt, body) };
}

/** @throws WordsDifferError */
export async function putSubmission(
  database: Database,
  place: Placement,
  words: SubmissionWords,
): Promise<{ submissionId: string; submissionCommitment: string }> {
  const data = { ...place, ...withNulls(words), salt: newSalt() };
  await database.submission.createMany({ data: [data], skipDuplicates: true });
  const row = await database.submission.findUniqueOrThrow({ where: { id: place.id } });
  const { complainantName, address, phone, identityNumber, respondent, content, request } = row;
  const kept = { complainantName, address, phone, identityNumber, respondent, content, request };
  const canonical = canonicalize(kept) ?? '';
  if (canonical !== canonicalize(withNulls(words))) throw new WordsDifferError();
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
  await database.document.createMany({
    data: [{ ...place, fileName, mediaType, content, size: content.length, salt: newSalt() }],
    skipDuplicates: true,
  });
  const row = await database.document.findUniqueOrThrow({ where: { id: place.id } });
  if (Buffer.compare(row.content, content) !== 0) throw new WordsDifferError();
  return {
    documentId: row.id,
    commitment: commitmentOf(row.salt, content),
    mediaType: row.mediaType,
    size: row.size,
  };
}

/** Removes rows that no event came to name, because the command was refused. */
export async function discardUnbound(database: Database, ids: readonly string[]): Promise<void> {
  const where = { id: { in: [...ids] }, boundAt: null };
  await database.caseText.deleteMany({ where });
  await database.submission.deleteMany({ where });
  await database.document.deleteMany({ where });
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
