/** An address nobody serves. */
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../language/language';
import { PageTitle } from './page-title';

export function MissingPage(): ReactElement {
  const { say } = useLanguage();
  return (
    <>
      <PageTitle title={say('Không có trang này', 'No such page')} />
      <p>
        {say('Địa chỉ có thể đã gõ sai.', 'The address may be mistyped.')}{' '}
        <Link to="/ho-so">{say('Về danh sách hồ sơ', 'To the cases')}</Link>
      </p>
    </>
  );
}
