'use client';

import { Button } from '@/components/ui/button';
import { useTexts } from './preferences-provider';

/** In place of a part of the page that has failed. What was typed or is on its way is kept, and there again after a reload. */
export function PartFailed() {
  const texts = useTexts();
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-2 px-4 py-3 text-small text-soft">
      <span>{texts.partFailed}</span>
      <Button look="text" className="text-accent" onClick={() => location.reload()}>
        {texts.reload}
      </Button>
    </p>
  );
}
