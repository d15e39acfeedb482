/** Addresses and what surrounds them. Every page but the list is loaded when it is first opened. */
import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import viVN from 'antd/es/locale/vi_VN';
import { useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { unreachable } from './api/problem';
import { createQueryClient } from './api/queries';
import { CasesPage } from './cases/cases-page';
import { LanguageProvider, useLanguage } from './language/language';
import { BrokenFrame, BrokenPage } from './parts/broken-page';
import { MissingPage } from './parts/missing-page';
import { Frame } from './session/frame';
import { SignInPage } from './session/sign-in-page';
import { THEME } from './theme';

/** A page's code comes from the server, which may be away by the time somebody wants the page. */
function fetched(load: () => Promise<ComponentType>) {
  return async (): Promise<{ Component: ComponentType }> => {
    try {
      return { Component: await load() };
    } catch {
      throw unreachable();
    }
  };
}

const PAGES = [
  { index: true, element: <Navigate to="/ho-so" replace /> },
  { path: 'ho-so', Component: CasesPage },
  {
    path: 'ho-so/:caseId',
    lazy: fetched(async () => (await import('./cases/case-page')).CasePage),
  },
  {
    path: 'tiep-nhan',
    lazy: fetched(async () => (await import('./intake/intake-page')).IntakePage),
  },
  { path: 'bao-cao', lazy: fetched(async () => (await import('./report/report-page')).ReportPage) },
  {
    path: 'lich-lam-viec',
    lazy: fetched(async () => (await import('./calendar/calendar-page')).CalendarPage),
  },
  {
    path: 'quy-tac-thoi-han',
    lazy: fetched(async () => (await import('./rules/rules-page')).RulesPage),
  },
  { path: '*', Component: MissingPage },
];

const router = createBrowserRouter([
  { path: '/dang-nhap', Component: SignInPage, ErrorBoundary: BrokenFrame },
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: BrokenFrame,
    HydrateFallback: () => null,
    children: [{ ErrorBoundary: BrokenPage, children: PAGES }],
  },
]);

export function Page(): ReactElement {
  const [client] = useState(createQueryClient);
  return (
    <LanguageProvider>
      <QueryClientProvider client={client}>
        <Themed />
      </QueryClientProvider>
    </LanguageProvider>
  );
}

function Themed(): ReactElement {
  const { language } = useLanguage();
  return (
    <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={THEME}>
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}
