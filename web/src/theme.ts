/**
 * Ant Design's colours, darker than its own where text has them: every text keeps 4.5:1 against its ground
 * (WCAG 2.2 AA), which test/page.e2e.test.ts measures.
 */
import type { ThemeConfig } from 'antd';

export const THEME: ThemeConfig = {
  token: {
    colorPrimary: '#0b5cad',
    colorLink: '#0b5cad',
    colorSuccess: '#1c6b2a',
    colorWarning: '#8a4b00',
    colorError: '#b3261e',
    // Derived from the dark colours above these would be dark, too.
    colorSuccessBg: '#e6f4e9',
    colorSuccessBorder: '#9fcfa8',
    colorWarningBg: '#fff3d6',
    colorWarningBorder: '#e0b45c',
    colorErrorBg: '#fdeceb',
    colorErrorBorder: '#e6a5a1',
    colorText: '#1b1f24',
    colorTextSecondary: '#4c5561',
    colorTextDescription: '#4c5561',
    colorTextTertiary: '#5a6370',
    colorTextPlaceholder: '#666f7b',
    fontFamily:
      "'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif",
    fontSize: 15,
    borderRadius: 6,
  },
};
