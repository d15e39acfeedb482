/** Where a case stands, in the words of the lifecycle table. */
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import type { CaseSummary } from '../api/client';
import { useLanguage } from '../language/language';

type Props = Pick<CaseSummary, 'stateLabel' | 'isFinal'>;

export function StateTag({ view }: { view: Props }): ReactElement {
  const { tell } = useLanguage();
  return <Tag color={view.isFinal ? 'default' : 'blue'}>{tell(view.stateLabel)}</Tag>;
}
