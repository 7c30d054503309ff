'use client';

import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { late } from '@/components/ui/late';
import { ChoicePopover } from '@/components/ui/popups/choice-popover';
import { THEMES, type Theme } from '@/lib/client/page/preferences';
import { LANGUAGES, type Language, languageNames } from '@/lib/client/texts/languages';
import { useChat } from '@/lib/client/use-chat';
import { usePreferences, useTexts } from './preferences-provider';

const AdminToken = late(() => import('./admin-token').then((module) => module.AdminToken));

export function Settings() {
  const texts = useTexts();
  const { theme, language, setTheme, setLanguage } = usePreferences();
  const themes = {
    label: texts.theme,
    chosen: theme,
    choices: THEMES.map((value) => ({ value, label: texts.themes[value] })),
    choose: (value: string) => setTheme(value as Theme),
  };
  const languages = {
    label: texts.language,
    chosen: language,
    choices: LANGUAGES.map((value) => ({ value, label: languageNames[value] })),
    choose: (value: string) => void setLanguage(value as Language),
  };
  const takesAdminToken = useChat((state) => state.session?.takesAdminToken ?? false);
  const [isAdminOpen, setIsAdminOpen] = useState(false);
  return (
    <>
      <ChoicePopover
        label={texts.settings}
        groups={[themes, languages]}
        trigger={
          <Button look="icon" aria-label={texts.settings}>
            <SlidersHorizontal size={18} aria-hidden />
          </Button>
        }
      >
        {takesAdminToken && (
          <button
            type="button"
            onClick={() => setIsAdminOpen(true)}
            className="flex h-9 items-center rounded-lg border-line border-t px-3 text-left text-small text-soft hover:bg-hover hover:text-ink touch:h-11"
          >
            {`${texts.moderation.adminToken}…`}
          </button>
        )}
      </ChoicePopover>
      <AdminToken isOpen={isAdminOpen} onClose={() => setIsAdminOpen(false)} />
    </>
  );
}
