/**
 * One command on one case: its form, sent with the version on the screen. When somebody else was faster
 * the case is read again, what was typed stays, and the officer decides anew.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App } from 'antd';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { giveCommand, newIdempotencyKey } from '../api/client';
import type { CaseView } from '../api/client';
import { problemOf } from '../api/problem';
import { caseKey } from '../api/queries';
import { formFields } from '../forms/form-fields';
import { SchemaForm } from '../forms/schema-form';
import { useLanguage } from '../language/language';
import { transitionOf } from '../language/lifecycle-words';
import { SidePanel } from '../parts/side-panel';
import { useSurroundings } from '../session/frame';

interface Props {
  view: CaseView;
  command: string;
  onClose: () => void;
}

export function CommandDrawer({ view, command, onClose }: Props): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const fields = useMemo(() => formFields(lifecycle, command) ?? [], [lifecycle, command]);
  const row = transitionOf(lifecycle, command);
  const title = row ? tell(row.label) : command;
  const give = useCommand(view, command, () => onClose());
  const problem = give.error ? problemOf(give.error) : undefined;
  return (
    <SidePanel title={`${title} · ${view.reference}`} width="form" onClose={onClose}>
      <p className="secondary">
        {say('Căn cứ', 'Basis')}: {row?.basis}
      </p>
      {fields.length === 0 && (
        <p>{say('Thao tác này không cần thêm thông tin.', 'This command needs nothing more.')}</p>
      )}
      {problem?.code === 'version_conflict' && <CaseChanged version={view.version} />}
      <SchemaForm
        fields={fields}
        prefix="body.data"
        submitLabel={title}
        isSending={give.isPending}
        problem={problem}
        onSubmit={(data) => {
          give.mutate(data);
        }}
        onCancel={onClose}
      />
    </SidePanel>
  );
}

function CaseChanged({ version }: { version: number }): ReactElement {
  const { say } = useLanguage();
  const now = String(version);
  return (
    <Alert
      className="problem"
      type="warning"
      showIcon
      title={say(
        `Hồ sơ vừa được người khác cập nhật; đã tải lại, phiên bản hiện tại là ${now}.`,
        `Somebody else has just changed this case; it was read again and is at version ${now}.`,
      )}
      description={say(
        'Hãy xem lại hồ sơ trước khi gửi lại. Nội dung đã nhập vẫn được giữ.',
        'Look at the case again before sending once more. What you typed is kept.',
      )}
    />
  );
}

function useCommand(view: CaseView, command: string, onDone: () => void) {
  const { caseId, version } = view;
  const [key] = useState(newIdempotencyKey);
  const { message } = App.useApp();
  const { say } = useLanguage();
  const client = useQueryClient();
  const readAgain = (): Promise<void> => client.invalidateQueries({ queryKey: ['case', caseId] });
  return useMutation<CaseView, Error, Record<string, unknown>>({
    mutationFn: (data) => giveCommand({ caseId, command, expectedVersion: version, data, key }),
    onSuccess: (changed) => {
      client.setQueryData(caseKey(caseId), changed);
      void client.invalidateQueries({ queryKey: ['cases'] });
      void message.success({ key, content: say('Đã ghi nhận.', 'Recorded.') });
      onDone();
    },
    // A refusal says that the screen is behind, or that the case moved on meanwhile: look again.
    onError: () => void readAgain(),
  });
}
