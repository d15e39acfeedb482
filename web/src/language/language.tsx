/** Vietnamese first, English on request; the choice stays in this browser. */
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

export type LanguageName = 'vi' | 'en';

export interface Label {
  vi: string;
  en: string;
}

export interface Language {
  language: LanguageName;
  setLanguage: (language: LanguageName) => void;
  /** One sentence of the page itself. */
  say: (vi: string, en: string) => string;
  /** A label that came from the server. */
  tell: (label: Label) => string;
  /** A number as the language writes it: 1.234,5 or 1,234.5. */
  figure: (value: number) => string;
}

const STORED_AS = 'tiep-dan.language';
const Context = createContext<Language | undefined>(undefined);

function storedLanguage(): LanguageName {
  return localStorage.getItem(STORED_AS) === 'en' ? 'en' : 'vi';
}

export function LanguageProvider({ children }: { children: ReactNode }): ReactElement {
  const [language, choose] = useState(storedLanguage);
  // Calendars read the locale while they are drawn, so it is set before the children are.
  dayjs.locale(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<Language>(
    () => ({
      language,
      setLanguage: (chosen) => {
        localStorage.setItem(STORED_AS, chosen);
        choose(chosen);
      },
      say: (vi, en) => (language === 'vi' ? vi : en),
      tell: (label) => label[language],
      figure: (value) => value.toLocaleString(language),
    }),
    [language],
  );
  return <Context value={value}>{children}</Context>;
}

export function useLanguage(): Language {
  const language = useContext(Context);
  if (!language) throw new Error('useLanguage outside of LanguageProvider');
  return language;
}
