/** What is shown when a page itself fails: an address nobody serves, or a fault in drawing it. */
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { problemOf } from '../api/problem';
import { useLanguage } from '../language/language';
import { PageTitle } from './page-title';
import { ProblemAlert } from './problem-alert';

export function BrokenPage(): ReactElement {
  const error = useRouteError();
  const { say } = useLanguage();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  const reload = (): void => {
    window.location.reload();
  };
  return (
    <main className="content">
      <PageTitle
        title={
          isMissing
            ? say('Không có trang này', 'No such page')
            : say('Trang gặp lỗi', 'Page failed')
        }
        extra={<Link to="/ho-so">{say('Về danh sách hồ sơ', 'To the cases')}</Link>}
      />
      {!isMissing && <ProblemAlert problem={problemOf(error)} />}
      {!isMissing && <Button onClick={reload}>{say('Tải lại trang', 'Reload the page')}</Button>}
    </main>
  );
}
