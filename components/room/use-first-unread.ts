import { type RefObject, useEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from '@/lib/chat/rows';
import { readBackTo, useChat } from '@/lib/client/use-chat';

interface Anchor {
  readonly list: RefObject<VirtualizerHandle | null>;
  /** No longer follows the end. */
  readonly leaveEnd: () => void;
  readonly untilStill: () => Promise<void>;
}

/** Where the unread begin: whether the reader must be told, and the way there. */
export function useFirstUnread(rows: readonly Row[], { list, leaveEnd, untilStill }: Anchor) {
  const news = useChat((state) => state.news);
  const isLoaded = useChat(({ timeline, news: now }) => now !== null && now.after >= timeline.counted);
  const [isAbove, setIsAbove] = useState(false);
  /** The "New" that the reader has been to. */
  const [seenAfter, setSeenAfter] = useState<number | null>(null);
  const [isJumping, setIsJumping] = useState(false);
  const index = rows.findIndex(({ kind }) => kind === 'new');

  useEffect(() => {
    if (!isJumping || index < 0) return;
    list.current?.scrollToIndex(index, { align: 'start' });
    setIsJumping(false);
  }, [isJumping, index, list]);

  const onScroll = (offset: number) => {
    if (!list.current || index < 0) return;
    const isNow = list.current.getItemOffset(index) < offset;
    if (isAbove && !isNow) setSeenAfter(news?.after ?? null);
    setIsAbove(isNow);
  };

  const jump = async () => {
    if (news === null) return;
    leaveEnd();
    setSeenAfter(news.after);
    if (await readBackTo(news.after, untilStill)) setIsJumping(true);
    else list.current?.scrollToIndex(0, { align: 'start' });
  };

  const mustTell = news !== null && news.after !== seenAfter && (index < 0 ? !isLoaded : isAbove);
  return { count: mustTell ? news.upTo - news.after : 0, first: rows[index + 1], onScroll, jump };
}
