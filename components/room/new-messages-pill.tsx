'use client';

import { ArrowDown } from 'lucide-react';
import { topOf } from '@/lib/chat/timeline';
import { type ChatState, memberIdOf } from '@/lib/client/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** Says what came below while reading further up, and leads there. */
export function NewMessagesPill({ onClick }: { readonly onClick: () => void }) {
  const texts = useTexts();
  const count = useChat(newCount);
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onClick}
      className="appear absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3.5 font-medium text-on-accent text-small tabular-nums hover:bg-accent-strong touch:h-11 touch:px-5"
    >
      {texts.newCount(count)}
      <ArrowDown size={14} aria-hidden />
    </button>
  );
}

function newCount(state: ChatState): number {
  const { timeline, leftAt } = state;
  if (leftAt === null || leftAt >= topOf(timeline)) return 0;
  const selfId = memberIdOf(state);
  const later = timeline.entries.slice(Math.max(0, leftAt + 1 - timeline.from));
  return later.filter((entry) => entry.author.id !== selfId).length;
}
