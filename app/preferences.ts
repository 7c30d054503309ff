import { cookies, headers } from 'next/headers';
import { LANGUAGE_COOKIE, THEME_COOKIE, type Theme, themeOf } from '@/lib/client/page/preferences';
import { type Language, languageOf } from '@/lib/client/texts/languages';

/** Reads what this browser chose or prefers, so that the first paint shows it. */
export async function readPreferences(): Promise<{ language: Language; theme: Theme }> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return {
    language: languageOf(jar.get(LANGUAGE_COOKIE)?.value, head.get('accept-language')),
    theme: themeOf(jar.get(THEME_COOKIE)?.value),
  };
}
