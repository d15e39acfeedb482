/** What is shown when a page cannot be fetched, or fails while it is drawn. */
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { Link, useRouteError } from 'react-router';
import { problemOf } from '../api/problem';
import { useLanguage } from '../language/language';
import { PageTitle } from './page-title';
import { ProblemAlert } from './problem-alert';

export function BrokenPage(): ReactElement {
  const error = useRouteError();
  const { say } = useLanguage();
  const reload = (): void => {
    window.location.reload();
  };
  return (
    <>
      <PageTitle
        title={say('Chưa mở được trang', 'The page cannot be opened')}
        extra={<Link to="/ho-so">{say('Về danh sách hồ sơ', 'To the cases')}</Link>}
      />
      <ProblemAlert problem={problemOf(error)} />
      <Button onClick={reload}>{say('Tải lại trang', 'Reload the page')}</Button>
    </>
  );
}

/** The same where nothing surrounds it: outside of the frame, or when the frame itself fails. */
export function BrokenFrame(): ReactElement {
  return (
    <main className="content">
      <BrokenPage />
    </main>
  );
}
