'use client';

import { Trash2 } from 'lucide-react';
import { MemberMenu } from '@/components/members/member-menu';
import { useHasMemberActions } from '@/components/members/use-member-actions';
import { useTexts } from '@/components/page/preferences-provider';
import type { Message } from '@/lib/chat/entry';
import { mayDelete } from '@/lib/chat/moderation';
import { askerOf } from '@/lib/client/state/chat-state';
import { deleteMessage, useChat } from '@/lib/client/use-chat';

interface MessageActionsProps {
  readonly message: Message;
  /** Whether a long press called it up. */
  readonly isHeld: boolean;
}

/** What the reader may do with a message. */
export function MessageActions({ message, isHeld }: MessageActionsProps) {
  const texts = useTexts();
  const canDelete = useChat((state) => mayDelete(askerOf(state), message, state.room ?? {}));
  const isDeleting = useChat((state) =>
    ['waiting', 'going'].includes(state.deletions.get(message.id)?.state ?? ''),
  );

  const hasMenu = useHasMemberActions(message.author);

  if (!(canDelete || hasMenu) || isDeleting) return null;
  return (
    <div
      role="toolbar"
      aria-label={texts.messageActions}
      data-held={isHeld || undefined}
      className="pointer-events-none absolute -top-2 right-0 z-1 flex rounded-lg border border-line bg-raised p-0.5 opacity-0 focus-within:pointer-events-auto focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100 data-held:pointer-events-auto data-held:opacity-100"
    >
      {canDelete && <DeleteButton id={message.id} />}
      {hasMenu && <MemberMenu member={message.author} />}
    </div>
  );
}

function DeleteButton({ id }: { readonly id: string }) {
  const texts = useTexts();
  return (
    <button
      type="button"
      aria-label={texts.deleteMessage}
      title={texts.deleteMessage}
      onClick={() => deleteMessage(id)}
      className="inline-flex size-7 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-danger focus-visible:outline-offset-[-2px] touch:size-11"
    >
      <Trash2 size={16} aria-hidden />
    </button>
  );
}
