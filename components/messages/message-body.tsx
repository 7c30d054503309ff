'use client';

import { useMemo } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import type { Message } from '@/lib/chat/entry';
import { beginningOf } from '@/lib/chat/text/beginning';
import type { Pending } from '@/lib/chat/timeline/timeline';
import { useChat } from '@/lib/client/use-chat';
import { DeletedLine, UndoLine } from './deleted-line';
import { LongText } from './long-text';
import { HeldLine, PendingClock, RefusedLine } from './message-state';
import { MessageText } from './message-text';

/** The text exactly as it was typed, or what is left of it. */
export function MessageBody({ message }: { readonly message: Message | Pending }) {
  const texts = useTexts();
  const deletion = useChat((state) => state.deletions.get(message.id));
  const isHeld = useChat(({ slowed }) => slowed?.why === 'quota');
  const pending = 'state' in message ? message : null;
  if (!('text' in message) || message.text === undefined) return <DeletedLine />;
  if (deletion?.state === 'waiting') return <UndoLine id={message.id} />;
  if (deletion?.state === 'going') return <DeletedLine isGoing />;
  return (
    <>
      <p dir="auto" className="as-written keep-in-lines w-fit max-w-[min(36.5rem,calc(100%+8px))]">
        <Said id={message.id} text={message.text} />
        {pending?.state === 'sending' && <PendingClock label={texts.sending} />}
      </p>
      {pending?.state === 'sending' && isHeld && <HeldLine message={pending} />}
      {pending?.state === 'refused' && <RefusedLine message={pending} error={pending.error} />}
      {deletion?.state === 'failed' && (
        <p className="text-danger text-small">{texts.errors[deletion.error.code]}</p>
      )}
    </>
  );
}

function Said({ id, text }: { readonly id: string; readonly text: string }) {
  const beginning = useMemo(() => beginningOf(text), [text]);
  if (beginning === null) return <MessageText text={text} />;
  return <LongText id={id} text={text} beginning={beginning} />;
}
