'use client';

import { useLayoutEffect, useRef } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { undoDeletion } from '@/lib/client/use-chat';
import { PendingClock } from './message-state';

/** In place of what was deleted; with a clock where no node has said so yet. */
export function DeletedLine({ isGoing = false }: { readonly isGoing?: boolean }) {
  const texts = useTexts();
  return (
    <p className="text-small text-soft leading-[22px]">
      <span>{texts.messageDeleted}</span>
      {isGoing && <PendingClock label={texts.deleting} />}
    </p>
  );
}

/** The same for who has just deleted it, as long as it can be undone. */
export function UndoLine({ id }: { readonly id: string }) {
  const texts = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on at the one that takes it back, and then among the messages.
  useLayoutEffect(() => {
    const undo = button.current;
    undo?.focus();
    return () => {
      if (document.activeElement === undo)
        undo?.closest<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-small text-soft leading-[22px]">
      <span>{texts.messageDeleted}</span>
      <Button
        ref={button}
        look="text"
        onClick={() => undoDeletion(id)}
        className="text-accent-strong focus-visible:outline-offset-0"
      >
        {texts.undo}
      </Button>
    </p>
  );
}
