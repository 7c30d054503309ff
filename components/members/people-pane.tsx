import type { ReactNode } from 'react';
import { useTexts } from '@/components/page/preferences-provider';

/** The people beside the conversation, where there is room for them. */
export function PeoplePane({ children }: { readonly children: ReactNode }) {
  const texts = useTexts();
  return (
    <aside
      aria-label={texts.people}
      className="hidden w-60 shrink-0 flex-col border-line border-l bg-panel xl:flex"
    >
      <h2 className="flex h-14 shrink-0 items-center px-4 font-semibold">{texts.people}</h2>
      {children}
    </aside>
  );
}
