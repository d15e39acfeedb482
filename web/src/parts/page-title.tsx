/** The heading of a page, in the browser's tab as well. */
import { Typography } from 'antd';
import { useEffect } from 'react';
import type { ReactElement, ReactNode } from 'react';

export function PageTitle({ title, extra }: { title: string; extra?: ReactNode }): ReactElement {
  useEffect(() => {
    document.title = `${title} · Tiếp Dân`;
  }, [title]);
  return (
    <div className="page-title">
      <Typography.Title level={1}>{title}</Typography.Title>
      {extra}
    </div>
  );
}
