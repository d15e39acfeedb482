/**
 * What surrounds every page of a signed-in officer: whose office, whose session, where to go. Pages below
 * it can rely on the session and the lifecycle being there.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton, Tag } from 'antd';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { Navigate, NavLink, Outlet, useLocation, useOutletContext } from 'react-router';
import { endSession } from '../api/client';
import type { Lifecycle, Session } from '../api/client';
import { problemOf } from '../api/problem';
import { lifecycleQuery, sessionQuery } from '../api/queries';
import { LanguageSwitch } from '../language/language-switch';
import { useLanguage } from '../language/language';
import { PageTitle } from '../parts/page-title';
import { FailedQuery } from '../parts/problem-alert';

interface Surroundings {
  session: Session;
  lifecycle: Lifecycle;
}

export function useSurroundings(): Surroundings {
  return useOutletContext<Surroundings>();
}

export function Frame(): ReactElement {
  const session = useQuery(sessionQuery);
  const lifecycle = useQuery(lifecycleQuery);
  const location = useLocation();
  const { say } = useLanguage();
  if (session.data === null) {
    const from = `${location.pathname}${location.search}`;
    return <Navigate to="/dang-nhap" state={{ from }} replace />;
  }
  const failed = [session, lifecycle].find((query) => query.isError && !query.data);
  if (failed) {
    return (
      <main className="content">
        <PageTitle title={say('Chưa mở được trang', 'The page cannot be opened')} />
        <FailedQuery query={failed} />
      </main>
    );
  }
  if (!session.data || !lifecycle.data) {
    return (
      <main className="content" aria-busy="true">
        <Skeleton active />
      </main>
    );
  }
  return <FramedPage session={session.data} lifecycle={lifecycle.data} />;
}

function FramedPage(surroundings: Surroundings): ReactElement {
  const { say } = useLanguage();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  // A new page is read from its start, by eye and by ear; the first one keeps the browser's own focus.
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus();
  }, [pathname]);
  return (
    <>
      <a className="skip" href="#noi-dung">
        {say('Đến nội dung chính', 'Skip to content')}
      </a>
      <Header {...surroundings} />
      <main className="content" id="noi-dung" ref={main} tabIndex={-1}>
        <Outlet context={surroundings} />
      </main>
    </>
  );
}

function Header({ session, lifecycle }: Surroundings): ReactElement {
  const { say, tell } = useLanguage();
  const { officer, office } = session;
  return (
    <header className="header">
      <div className="header-row">
        <div className="office">
          <strong className="brand">Tiếp Dân</strong>
          <span className="office-name">
            {office.name}, {office.province}
          </span>
          {office.isDemo && (
            <Tag className="demo-tag">{say('DỮ LIỆU MINH HỌA', 'DEMONSTRATION DATA')}</Tag>
          )}
        </div>
        <div className="person">
          <span className="person-name">
            {officer.name} <small>{tell(officer.roleLabel)}</small>
          </span>
          <LanguageSwitch />
          <SignOut />
        </div>
      </div>
      <Menu role={officer.role} lifecycle={lifecycle} />
    </header>
  );
}

function SignOut(): ReactElement {
  const { say, tell } = useLanguage();
  const client = useQueryClient();
  const { message } = App.useApp();
  const signOut = useMutation({
    mutationFn: endSession,
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
    },
    // Whoever leaves a shared machine must know that the session is still open.
    onError: (error) => {
      const text = `${say('Chưa đăng xuất được.', 'Not signed out.')} ${tell(problemOf(error).details)}`;
      void message.error({ key: 'sign-out', content: text });
    },
  });
  return (
    <Button
      size="small"
      loading={signOut.isPending}
      onClick={() => {
        signOut.mutate();
      }}
    >
      {say('Đăng xuất', 'Sign out')}
    </Button>
  );
}

/** The entry for receiving is offered to whom the lifecycle table names; the server decides. */
function Menu({ role, lifecycle }: { role: string; lifecycle: Lifecycle }): ReactElement {
  const { say } = useLanguage();
  const receives = lifecycle.kinds.some(({ transitions }) =>
    transitions.some((row) => row.from.length === 0 && row.by.some((one) => one === role)),
  );
  return (
    <nav className="menu" aria-label={say('Trang', 'Pages')}>
      <NavLink to="/ho-so">{say('Hồ sơ', 'Cases')}</NavLink>
      {receives && <NavLink to="/tiep-nhan">{say('Tiếp nhận đơn', 'Receive')}</NavLink>}
      <NavLink to="/bao-cao">{say('Báo cáo', 'Reports')}</NavLink>
      <NavLink to="/lich-lam-viec">{say('Lịch làm việc', 'Calendar')}</NavLink>
      <NavLink to="/quy-tac-thoi-han">{say('Quy tắc thời hạn', 'Deadline rules')}</NavLink>
    </nav>
  );
}
