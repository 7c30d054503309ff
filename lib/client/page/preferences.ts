import type { Language } from '@/lib/client/texts/languages';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The server must know these choices to render the first paint, so they are cookies, not storage. */
export const THEME_COOKIE = 'theme';
export const LANGUAGE_COOKIE = 'language';

const YEAR_S = 365 * 24 * 60 * 60;

export const themeOf = (cookie: string | undefined): Theme =>
  cookie === 'light' || cookie === 'dark' ? cookie : 'system';

export function chooseTheme(theme: Theme): void {
  writeCookie(THEME_COOKIE, theme, theme === 'system' ? 0 : YEAR_S);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseLanguage(language: Language, tag: string, title: string): void {
  writeCookie(LANGUAGE_COOKIE, language, YEAR_S);
  document.documentElement.lang = tag;
  document.title = title;
}

function writeCookie(name: string, value: string, maxAgeS: number): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP.
    document.cookie = `${name}=${value}; Path=/; Max-Age=${maxAgeS}; ${reach()}`;
  } catch {
    // A sandboxed frame has no cookies: the choice holds for the life of the page.
  }
}

/** In a frame of another site, browsers accept only a cookie of this kind, and only over TLS. */
const reach = (): string =>
  window.parent !== window && location.protocol === 'https:'
    ? 'SameSite=None; Secure; Partitioned'
    : 'SameSite=Lax';
