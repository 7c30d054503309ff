'use client';

import { useTexts } from '@/components/page/preferences-provider';
import { useSecondsUntil } from '@/components/ui/use-seconds-until';
import type { ChatState } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

/** For a shorter wait, the clock beside the message is enough. */
const SHOWN_ABOVE_MS = 2_000;

/** Says until when messages wait because too many, or too much, came before them. */
export function SlowedLine() {
  const texts = useTexts();
  const slowed = useChat(slowedFor);
  const isRoomSlow = useChat(({ room }) => (room?.slowMs ?? 0) > 0);
  const sayRate = isRoomSlow ? texts.moderation.slowSentIn : texts.sentIn;
  const say = slowed?.why === 'quota' ? texts.quotaSentIn : sayRate;
  const seconds = useSecondsUntil(slowed?.until ?? null);
  if (slowed === null || seconds === 0) return null;
  return (
    <p className="appear px-4 pb-2 tabular-nums">
      <span aria-hidden>{say(seconds)}</span>
      {/* Read out once, not every second. */}
      <span className="sr-only">{say(Math.ceil(slowed.ms / 1_000))}</span>
    </p>
  );
}

function slowedFor({ slowed, timeline }: ChatState): ChatState['slowed'] {
  if (slowed === null || slowed.ms <= SHOWN_ABOVE_MS) return null;
  return timeline.pending.some(({ state }) => state === 'sending') ? slowed : null;
}
