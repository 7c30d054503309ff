'use client';

import { createContext, type ReactNode, use, useContext, useRef, useState } from 'react';
import { chooseLanguage, chooseTheme, type Theme } from '@/lib/client/page/preferences';
import { type Language, languageTags } from '@/lib/client/texts/languages';
import { loadTexts } from '@/lib/client/texts/load-texts';
import type { Texts } from '@/lib/client/texts/texts';

interface Preferences {
  readonly language: Language;
  readonly texts: Texts;
  readonly theme: Theme;
  readonly setLanguage: (language: Language) => Promise<void>;
  readonly setTheme: (theme: Theme) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

interface PreferencesProviderProps extends Pick<Preferences, 'language' | 'theme'> {
  readonly children: ReactNode;
}

/**
 * Starts with what the server rendered and follows what the person chooses. The server's page stays as it is until the texts
 * have loaded.
 */
export function PreferencesProvider({ children, ...initial }: PreferencesProviderProps) {
  const loading = loadTexts(initial.language);
  const initialTexts = loading instanceof Promise ? use(loading) : loading;
  const [{ language, texts }, setSpoken] = useState({ language: initial.language, texts: initialTexts });
  const lastChosen = useRef(initial.language);
  const [theme, setTheme] = useState(initial.theme);
  const preferences = {
    language,
    texts,
    theme,
    setLanguage: async (chosen: Language) => {
      lastChosen.current = chosen;
      const chosenTexts = await loadTexts(chosen);
      if (lastChosen.current !== chosen) return; // The person may have chosen again meanwhile.
      chooseLanguage(chosen, languageTags[chosen], chosenTexts.title);
      setSpoken({ language: chosen, texts: chosenTexts });
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
  if (!preferences) throw new Error('This component needs a PreferencesProvider around it.');
  return preferences;
}

export const useTexts = (): Texts => usePreferences().texts;
