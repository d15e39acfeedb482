/**
 * Schemas of identifiers and commitments. Nothing here may hold a person's words, name or address; and no
 * workflow may import it, because zod there halves the worker's throughput.
 */
import { z } from 'zod';
import type { CivilDate } from './civil-date';

/** Civil date in the office's zone, `YYYY-MM-DD`; the brand is the compiler's only. */
export const On = z.iso.date() as unknown as z.ZodType<CivilDate, CivilDate>;

/** In lower case, as everything of ours writes it: a workflow is found by the letters of its id. */
export const Uuid = z.uuid().toLowerCase();

/** What an event carries instead of a person's words: the row that holds them and a salted hash. */
export const TextRef = z.strictObject({
  textId: Uuid,
  /** Lower-case hex SHA-256 of `salt || UTF-8 text`; the salt stays in the erasable row. */
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
});
export type TextRef = z.infer<typeof TextRef>;

/** A file kept outside Temporal: only its kind, size and salted hash travel. */
export const DocumentRef = z.strictObject({
  documentId: Uuid,
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string().max(100),
  /** Bytes. */
  size: z.number().int().positive(),
});
export type DocumentRef = z.infer<typeof DocumentRef>;
