/** How far a change of law has come: an order reaches the open cases one by one. */
import { useQueryClient } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useLanguage } from '../language/language';

interface Change {
  isDone: boolean;
  casesBehind: number;
}

export function RollOut({ isDone, casesBehind }: Change): ReactElement {
  const { say, figure } = useLanguage();
  if (isDone) return <Tag color="success">{say('Mọi hồ sơ đang mở', 'All open cases')}</Tag>;
  const left = figure(casesBehind);
  return <Tag color="processing">{say(`Còn ${left} hồ sơ`, `${left} cases still to take it`)}</Tag>;
}

/** Once the last case has taken a change, what was read of cases before is old. */
export function useReadCasesAgain(changes: readonly Change[]): void {
  const client = useQueryClient();
  const isDone = changes.every((change) => change.isDone);
  useEffect(() => {
    if (!isDone) return;
    void client.invalidateQueries({ queryKey: ['case'] });
    void client.invalidateQueries({ queryKey: ['cases'] });
  }, [client, isDone]);
}
