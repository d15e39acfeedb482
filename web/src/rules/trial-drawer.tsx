/**
 * A rule set tried on the office's cases and, where it is published, put in force for the open ones. What is
 * activated is what was tried: the server reads a published version itself, and takes no other.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { answer, http, newIdempotencyKey } from '../api/client';
import type { LawChange } from '../api/client';
import { problemOf } from '../api/problem';
import { RULE_SETS } from '../api/queries';
import type { Draft } from '../api/what-if';
import { useLanguage } from '../language/language';
import { Impact } from '../law-change/impact';
import { ProblemAlert } from '../parts/problem-alert';
import { SidePanel } from '../parts/side-panel';

export interface Candidate {
  name: string;
  draft: Draft;
  /** Absent for a draft nobody has published. */
  version?: string;
}

interface Props {
  candidate: Candidate;
  onClose: () => void;
}

export function TrialDrawer({ candidate, onClose }: Props): ReactElement {
  const { say } = useLanguage();
  const { name, draft, version } = candidate;
  return (
    <SidePanel
      title={say(`Tính thử bộ quy tắc ${name}`, `Try rule set ${name}`)}
      width="tables"
      onClose={onClose}
    >
      <p>
        {version === undefined
          ? say(
              'Bản dự thảo chỉ để tính thử. Khi đã được rà soát và công bố cùng phần mềm, bộ quy tắc hiện trong bảng để kích hoạt.',
              'A draft is only tried. Once it is reviewed and published with the software it is listed here to be activated.',
            )
          : say(
              'Kích hoạt sẽ chuyển mọi hồ sơ đang mở sang bộ quy tắc này; mỗi ngày hết hạn thay đổi được ghi vào lịch sử hồ sơ. Hồ sơ đã kết thúc giữ nguyên.',
              'Activating puts every open case on this rule set; each date that moves is recorded in its case. Closed cases stay as they are.',
            )}
      </p>
      <Impact draft={draft} />
      {version === undefined ? (
        <Button className="form-buttons" onClick={onClose}>
          {say('Đóng', 'Close')}
        </Button>
      ) : (
        <Activation version={version} onClose={onClose} />
      )}
    </SidePanel>
  );
}

function Activation({ version, onClose }: { version: string; onClose: () => void }): ReactElement {
  const { say } = useLanguage();
  const activate = useActivate(version, onClose);
  return (
    <>
      {activate.error && <ProblemAlert problem={problemOf(activate.error)} />}
      <Space className="form-buttons" wrap>
        <Button
          type="primary"
          loading={activate.isPending}
          onClick={() => {
            activate.mutate();
          }}
        >
          {say('Kích hoạt cho mọi hồ sơ đang mở', 'Activate for all open cases')}
        </Button>
        <Button onClick={onClose}>{say('Thôi', 'Cancel')}</Button>
      </Space>
    </>
  );
}

function useActivate(version: string, onDone: () => void) {
  const [key] = useState(newIdempotencyKey);
  const { message } = App.useApp();
  const { say } = useLanguage();
  const client = useQueryClient();
  return useMutation<LawChange>({
    mutationFn: () =>
      answer(
        http.POST('/api/v1/rule-sets/{version}/activate', {
          params: { path: { version }, header: { 'idempotency-key': key } },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: RULE_SETS });
      void message.success({ key, content: say('Đã kích hoạt.', 'Activated.') });
      onDone();
    },
  });
}
