'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { undoDeletion } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** In place of what was deleted. */
export function DeletedLine() {
  return <p className="text-small text-soft leading-[22px]">{useTexts().messageDeleted}</p>;
}

/** The same for who has just deleted it, as long as it can be undone. */
export function UndoLine({ id }: { readonly id: string }) {
  const texts = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on at the one that takes it back.
  useEffect(() => button.current?.focus(), []);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-small text-soft leading-[22px]">
      {texts.messageDeleted}
      <Button ref={button} look="text" onClick={() => undoDeletion(id)} className="text-accent-strong">
        {texts.undo}
      </Button>
    </p>
  );
}
