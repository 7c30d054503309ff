'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { chooseLanguage, chooseTheme, type Theme } from '@/lib/client/page/preferences';
import { type Language, languageTags } from '@/lib/client/texts/languages';
import type { Texts } from '@/lib/client/texts/texts';
import { textsIn } from '@/lib/client/texts/texts-in';

interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

interface PreferencesProviderProps extends Pick<Preferences, 'language' | 'theme'> {
  readonly children: ReactNode;
}

/** Begins with what the server rendered in, and follows what the person chooses. */
export function PreferencesProvider({ children, ...initial }: PreferencesProviderProps) {
  const [language, setLanguage] = useState(initial.language);
  const [theme, setTheme] = useState(initial.theme);
  const preferences = {
    language,
    theme,
    setLanguage: (chosen: Language) => {
      chooseLanguage(chosen, languageTags[chosen], textsIn[chosen].title);
      setLanguage(chosen);
    },
    setTheme: (chosen: Theme) => {
      chooseTheme(chosen);
      setTheme(chosen);
    },
  };
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('There is no PreferencesProvider around this component.');
  return preferences;
}

export const useTexts = (): Texts => textsIn[usePreferences().language];
