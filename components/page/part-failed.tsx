'use client';

import { Button } from '@/components/ui/button';
import { useTexts } from './preferences-provider';

/** Replaces a part of the page that has failed. Drafts and unsent messages are kept, and are back after a reload. */
export function PartFailed() {
  const texts = useTexts();
  return (
    <p
      role="alert"
      className="flex flex-wrap items-center gap-x-2.5 px-4 py-3 text-small touch:py-1 text-soft"
    >
      <span>{texts.partFailed}</span>
      <Button look="text" className="-ml-0.5 text-accent" onClick={() => location.reload()}>
        {texts.reload}
      </Button>
    </p>
  );
}
