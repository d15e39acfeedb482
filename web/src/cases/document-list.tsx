/** The files of a case: taken in where the server allows it, given back as downloads. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Upload } from 'antd';
import type { ReactElement } from 'react';
import { attachDocument, documentAddress, newIdempotencyKey } from '../api/client';
import type { CaseView } from '../api/client';
import { problemOf } from '../api/problem';
import { caseKey } from '../api/queries';
import { useLanguage } from '../language/language';
import type { Language } from '../language/language';
import { ProblemAlert } from '../parts/problem-alert';
import { useSurroundings } from '../session/frame';

/** What people call a type; one the server takes without a name here is shown as it is. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.oasis.opendocument.text': 'ODT',
};
const ATTACH = 'AttachDocument';
const BYTES_PER_KIB = 1_024;

function showSize(bytes: number, { figure }: Language): string {
  const kib = bytes / BYTES_PER_KIB;
  const [amount, unit] = kib < BYTES_PER_KIB ? [kib, 'KB'] : [kib / BYTES_PER_KIB, 'MB'];
  return `${figure(Math.round(amount * 10) / 10)} ${unit}`;
}

export function DocumentList({ view }: { view: CaseView }): ReactElement {
  const language = useLanguage();
  const { say } = language;
  const { caseId, documents } = view;
  return (
    <Card title={say('Tài liệu', 'Documents')} size="small">
      {documents.length === 0 && (
        <p className="secondary">{say('Chưa có tài liệu.', 'No documents yet.')}</p>
      )}
      <ul className="documents">
        {documents.map(({ documentId, fileName, size }) => (
          <li key={documentId}>
            <a href={documentAddress(caseId, documentId)} download>
              {fileName}
            </a>{' '}
            <small className="secondary">{showSize(size, language)}</small>
          </li>
        ))}
      </ul>
      {view.allowedCommands.includes(ATTACH) && <UploadButton caseId={caseId} />}
    </Card>
  );
}

interface Sending {
  file: File;
  key: string;
}

function UploadButton({ caseId }: { caseId: string }): ReactElement {
  const { say } = useLanguage();
  const { mediaTypes } = useSurroundings().lifecycle.documents;
  const client = useQueryClient();
  const attach = useMutation<CaseView, Error, Sending>({
    mutationFn: ({ file, key }) => attachDocument(caseId, file, key),
    onSuccess: (changed) => {
      client.setQueryData(caseKey(caseId), changed);
    },
  });
  const again = attach.variables;
  return (
    <>
      <Upload
        accept={mediaTypes.join(',')}
        showUploadList={false}
        disabled={attach.isPending}
        beforeUpload={(file) => {
          attach.mutate({ file, key: newIdempotencyKey() });
          return false;
        }}
      >
        <Button loading={attach.isPending}>{say('Đính kèm tài liệu', 'Attach a document')}</Button>
      </Upload>
      <TakenFiles />
      {attach.error && again && (
        <ProblemAlert
          problem={problemOf(attach.error)}
          hidesFaults
          onRetry={() => {
            attach.mutate(again);
          }}
        />
      )}
    </>
  );
}

/** Told beforehand; the server looks at the bytes and has the last word. */
function TakenFiles(): ReactElement {
  const language = useLanguage();
  const { say } = language;
  const { mediaTypes, maxBytes } = useSurroundings().lifecycle.documents;
  const types = new Intl.ListFormat(language.language, { type: 'disjunction' });
  const names = types.format(mediaTypes.map((type) => TYPE_NAMES[type] ?? type));
  const size = showSize(maxBytes, language);
  return (
    <p className="secondary">{say(`${names}, tối đa ${size}.`, `${names}, up to ${size}.`)}</p>
  );
}
