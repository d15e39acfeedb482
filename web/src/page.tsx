/** Addresses and what surrounds them. Every page but the list is loaded when it is first opened. */
import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import viVN from 'antd/es/locale/vi_VN';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { createQueryClient } from './api/queries';
import { CasesPage } from './cases/cases-page';
import { LanguageProvider, useLanguage } from './language/language';
import { BrokenPage } from './parts/broken-page';
import { Frame } from './session/frame';
import { SignInPage } from './session/sign-in-page';
import { THEME } from './theme';

const router = createBrowserRouter([
  { path: '/dang-nhap', Component: SignInPage, ErrorBoundary: BrokenPage },
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: BrokenPage,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: BrokenPage,
        children: [
          { index: true, element: <Navigate to="/ho-so" replace /> },
          { path: 'ho-so', Component: CasesPage },
          {
            path: 'ho-so/:caseId',
            lazy: async () => ({ Component: (await import('./cases/case-page')).CasePage }),
          },
          {
            path: 'tiep-nhan',
            lazy: async () => ({ Component: (await import('./intake/intake-page')).IntakePage }),
          },
          {
            path: 'bao-cao',
            lazy: async () => ({ Component: (await import('./report/report-page')).ReportPage }),
          },
          {
            path: 'lich-lam-viec',
            lazy: async () => ({
              Component: (await import('./calendar/calendar-page')).CalendarPage,
            }),
          },
          {
            path: 'quy-tac-thoi-han',
            lazy: async () => ({ Component: (await import('./rules/rules-page')).RulesPage }),
          },
        ],
      },
    ],
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
