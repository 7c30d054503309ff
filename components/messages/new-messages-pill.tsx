'use client';

import { ArrowDown } from 'lucide-react';
import { useTexts } from '@/components/page/preferences-provider';
import { messagesAfter } from '@/lib/chat/timeline/timeline';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { Pill } from './pill';

/** Says what came below while the reader is further up, and leads there. */
export function NewMessagesPill({ onClick }: { readonly onClick: () => void }) {
  const texts = useTexts();
  const count = useChat(newCount);
  if (count === 0) return null;
  return (
    <Pill place="bottom" onClick={onClick}>
      <span>{texts.newCount(count)}</span>
      <ArrowDown size={14} aria-hidden />
    </Pill>
  );
}

function newCount(state: ChatState): number {
  const { timeline, leftAt } = state;
  if (leftAt === null) return 0;
  const selfId = memberIdOf(state);
  return messagesAfter(timeline, leftAt).filter(({ author }) => author.id !== selfId).length;
}
