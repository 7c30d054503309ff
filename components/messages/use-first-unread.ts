import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useHasStayed } from '@/components/ui/use-has-stayed';
import type { Row } from '@/lib/chat/timeline/rows';
import { readBackTo, useChat } from '@/lib/client/use-chat';

interface Anchor {
  readonly list: RefObject<VirtualizerHandle | null>;
  /** Stops following the end. */
  readonly leaveEnd: () => void;
  readonly untilStill: () => Promise<void>;
}

/** Where the "New" divider is. */
type Place = 'above' | 'on screen' | 'below' | 'unknown';

/** Finds where the unread messages begin: whether to tell the reader, and how to get there. */
export function useFirstUnread(
  rows: readonly Row[],
  { list, leaveEnd, untilStill }: Anchor,
  isVisible: boolean,
) {
  const news = useChat((state) => state.news);
  const isLoaded = useChat(({ timeline, news: now }) => now !== null && now.after >= timeline.counted);
  const [place, setPlace] = useState<Place>('unknown');
  /** The "New" that the reader has been to. */
  const [seenAfter, setSeenAfter] = useState<number | null>(null);
  const [isJumping, setIsJumping] = useState(false);
  const index = rows.findIndex(({ kind }) => kind === 'new');

  useEffect(() => {
    if (!isJumping || index < 0) return;
    list.current?.scrollToIndex(index, { align: 'start' });
    setIsJumping(false);
  }, [isJumping, index, list]);

  const after = news?.after ?? null;
  const look = useCallback(() => {
    if (!list.current || index < 0) return setPlace('unknown');
    const now = placeOf(index, list.current);
    if (isVisible && place === 'above' && now !== 'above') setSeenAfter(after); // The reader went up to it, or past it.
    setPlace(now);
  }, [list, index, place, after, isVisible]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows below may have moved it.
  useEffect(look, [look, rows]);
  const onScreen = useHasStayed(isVisible && place === 'on screen' ? after : null);
  useEffect(() => {
    if (onScreen !== null) setSeenAfter(onScreen);
  }, [onScreen]);

  const jump = async () => {
    if (news === null) return;
    leaveEnd();
    setSeenAfter(news.after);
    if (await readBackTo(news.after, untilStill)) setIsJumping(true);
    else list.current?.scrollToIndex(0, { align: 'start' });
  };

  const mustTell = news !== null && news.after !== seenAfter && (index < 0 ? !isLoaded : place === 'above');
  return { count: mustTell ? news.upTo - news.after : 0, first: rows[index + 1], look, jump };
}

function placeOf(index: number, { scrollOffset, viewportSize, getItemOffset }: VirtualizerHandle): Place {
  const offset = getItemOffset(index);
  if (offset < scrollOffset) return 'above';
  return offset < scrollOffset + viewportSize ? 'on screen' : 'below';
}
