/** Files of a case: taken in after their size and real type are checked, given back as downloads. */
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { fileTypeFromBuffer } from 'file-type';
import { Uuid } from '../../domain/ids';
import type { Sentence } from '../../domain/refusals';
import { readDocument } from '../../store/cases';
import type { FileContent } from '../../store/words';
import { CaseView, Problem } from '../contract';
import { attachDocument } from '../give-command';
import type { Parts } from '../give-command';
import { signedIn } from '../plugins/auth';
import { problem, ProblemError } from '../problems';
import { CaseParams, viewCase } from './cases';
import { IdempotencyHeaders } from './idempotency';

/** Bytes: a scanned letter of some thirty pages. */
export const MAX_FILE_BYTES = 10 * 1_048_576;

/** What an office files: scans, photographs and office documents. Never anything that runs. */
export const ALLOWED_MEDIA_TYPES: readonly string[] = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.text',
];

function fileProblem(status: number, code: string, detail: Sentence): ProblemError {
  return new ProblemError(
    problem(status, code, detail, { errors: [{ path: 'body.file', message: code }] }),
  );
}

/**
 * The name without folders and control characters, so that it can be shown and offered safely. Browsers
 * write quotation marks and line ends in a name as `%22`, `%0D` and `%0A` (HTML, multipart/form-data).
 */
function plainName(fileName: string): string {
  const asGiven = fileName.replaceAll('%22', '"').replaceAll(/%0[AD]/g, '');
  const last = asGiven.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  // A cut may fall within a character of two units.
  return plain.slice(0, 200).replace(/\p{Surrogate}$/u, '') || 'tep';
}

interface SentFile {
  name: string;
  content: Buffer;
}

/** @throws ProblemError when the parts cannot be told apart, and what the multipart reader refuses */
async function sentFile(request: FastifyRequest): Promise<SentFile | undefined> {
  let sent: SentFile | undefined;
  try {
    for await (const part of request.files()) {
      sent = { name: part.filename, content: await part.toBuffer() };
    }
  } catch (error) {
    // Its own refusals have codes; a part without an end or a boundary that is not there have none.
    if (error instanceof Error && 'code' in error) throw error;
    throw fileProblem(400, 'invalid_multipart', {
      vi: 'Nội dung multipart/form-data không đọc được.',
      en: 'The multipart/form-data body cannot be read.',
    });
  }
  return sent;
}

/** The type is read from the bytes; what the sender calls it is not believed. */
async function checkedFile(sent: SentFile | undefined): Promise<FileContent> {
  if (!sent)
    throw fileProblem(400, 'file_missing', {
      vi: 'Thiếu tệp đính kèm.',
      en: 'A file is required.',
    });
  const { name, content } = sent;
  if (content.length === 0)
    throw fileProblem(400, 'file_empty', { vi: 'Tệp rỗng.', en: 'The file is empty.' });
  const mediaType = (await fileTypeFromBuffer(content))?.mime;
  if (!mediaType || !ALLOWED_MEDIA_TYPES.includes(mediaType)) {
    throw fileProblem(415, 'file_type_not_allowed', {
      vi: 'Chỉ nhận PDF, JPEG, PNG, DOCX, XLSX, ODT.',
      en: 'Only PDF, JPEG, PNG, DOCX, XLSX and ODT files are taken.',
    });
  }
  return { fileName: plainName(name), mediaType, content };
}

function documentNotFound(): ProblemError {
  const detail = { vi: 'Không tìm thấy tài liệu.', en: 'There is no such document.' };
  return new ProblemError(problem(404, 'document_not_found', detail));
}

export function documentRoutes(parts: Parts): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(multipart, {
      limits: { files: 1, fileSize: MAX_FILE_BYTES, fields: 5, fieldSize: 1_000 },
    });

    app.post('/cases/:caseId/documents', {
      schema: {
        operationId: 'attachDocument',
        tags: ['documents'],
        consumes: ['multipart/form-data'],
        params: CaseParams,
        headers: IdempotencyHeaders,
        response: {
          201: CaseView,
          400: Problem,
          403: Problem,
          404: Problem,
          409: Problem,
          413: Problem,
          415: Problem,
        },
      },
      handler: async (request, reply) => {
        const officer = await signedIn(request, parts.database);
        const { caseId } = request.params;
        const key = request.headers['idempotency-key'];
        const file = await checkedFile(await sentFile(request));
        await attachDocument(parts, { officer, key }, caseId, file);
        void reply.code(201);
        return viewCase(parts, officer, caseId);
      },
    });

    app.get('/cases/:caseId/documents/:documentId', {
      schema: {
        operationId: 'getDocument',
        tags: ['documents'],
        params: CaseParams.extend({ documentId: Uuid }),
        produces: ['application/octet-stream'],
      },
      handler: async (request, reply) => {
        const { officeId } = await signedIn(request, parts.database);
        const file = await readDocument(parts.database, { officeId, ...request.params });
        if (!file) throw documentNotFound();
        const name = encodeURIComponent(file.fileName);
        return reply
          .type(file.mediaType)
          .header('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
          .send(Buffer.from(file.content));
      },
    });
  };
}
