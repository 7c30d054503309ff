import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useHasStayed } from '@/components/ui/use-has-stayed';
import type { Row } from '@/lib/chat/timeline/rows';
import { topNumberOf } from '@/lib/chat/timeline/timeline';
import { saw, useChat } from '@/lib/client/use-chat';

/** Rows are measured in fractions of a pixel. */
const WITHIN_PX = 1;

const isEntry = (row: Row): boolean => row.kind === 'message' && 'kind' in row.message;

/**
 * Reports which messages a reader who is not at the end has had on screen, so that they no longer count as new.
 * @param isWatching whether there is such a reader
 */
export function useSeen(
  list: RefObject<VirtualizerHandle | null>,
  rows: readonly Row[],
  isWatching: boolean,
) {
  const top = useChat(({ timeline }) => topNumberOf(timeline));
  /** The number of the last message whose end is in view or above it. */
  const [shownUpTo, setShownUpTo] = useState(0);

  const look = useCallback(() => {
    if (!isWatching || !list.current) return;
    const { scrollOffset, viewportSize } = list.current;
    const end = scrollOffset + viewportSize + WITHIN_PX;
    const last = list.current.findItemIndex(end);
    const isCutOff = list.current.getItemOffset(last) + list.current.getItemSize(last) > end;
    setShownUpTo(top - rows.slice(isCutOff ? last : last + 1).filter(isEntry).length);
  }, [list, rows, top, isWatching]);

  useEffect(look, [look]);
  const seenUpTo = useHasStayed(isWatching ? shownUpTo : 0);
  useEffect(() => {
    if (seenUpTo > 0) saw(seenUpTo);
  }, [seenUpTo]);
  return look;
}
