import '@fontsource-variable/inter';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { PreferencesProvider } from '@/components/page/preferences-provider';
import { languageTags } from '@/lib/client/texts/languages';
import { textsIn } from '@/lib/client/texts/texts-in';
import { readHasAvatars } from './avatars';
import { readPreferences } from './preferences';
import { readTokenOrigins } from './token-origins';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  return { title: textsIn[language].title };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  /** The keyboard shrinks the page, so that the composer stays above it. */
  interactiveWidget: 'resizes-content',
  colorScheme: 'light dark',
};

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const { language, theme } = await readPreferences();
  const tokenOrigins = await readTokenOrigins();
  const hasAvatars = await readHasAvatars();
  return (
    <html
      lang={languageTags[language]}
      data-theme={theme === 'system' ? undefined : theme}
      data-token-origins={tokenOrigins}
      data-avatars={hasAvatars ? '' : undefined}
    >
      <body>
        <PreferencesProvider language={language} theme={theme}>
          {children}
        </PreferencesProvider>
      </body>
    </html>
  );
}
