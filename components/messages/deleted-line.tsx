'use client';

import { useLayoutEffect, useRef } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { undoDeletion } from '@/lib/client/use-chat';
import { PendingClock } from './message-state';

/** Takes the place of a deleted message, with a clock until a node has confirmed it. */
export function DeletedLine({ isGoing = false }: { readonly isGoing?: boolean }) {
  const texts = useTexts();
  return (
    <p className="text-small text-soft leading-[22px]">
      <span>{texts.messageDeleted}</span>
      {isGoing && <PendingClock label={texts.deleting} />}
    </p>
  );
}

/** The same for the person who has just deleted it, for as long as they can undo it. */
export function UndoLine({ id }: { readonly id: string }) {
  const texts = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  // The pressed button is gone: move the focus to Undo, and from there to the messages.
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
