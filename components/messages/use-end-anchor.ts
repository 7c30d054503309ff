import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { readOlder } from '@/lib/client/use-chat';
import { type Stillness, watchStillness } from './stillness';
import type { Rows } from './use-rows';
import { type UpBy, useSettingOut } from './use-setting-out';

/** A reader this close to the end counts as being there. */
const END_WITHIN_PX = 32;

/** This far before the beginning, older messages are fetched, so that they are there before the reader is. */
const OLDER_WITHIN_PX = 1_200;

type List = RefObject<VirtualizerHandle | null>;

/** Follows the newest row while the reader is at the end, and stays in place once they scroll up. */
export function useEndAnchor(area: RefObject<HTMLElement | null>, { rows, isPrepended }: Rows) {
  const list = useRef<VirtualizerHandle>(null);
  const end = useEnd(list, rows.length - 1);
  const { isAtEnd, toEnd, leaveEnd, stayHere } = end;
  const stillness = useStillness(area);
  const untilStill = async () => stillness.current?.untilStill();
  const fetchOlder = () => void readOlder(untilStill);
  const settingOut = useLeaving(list, { end, untilStill });
  const hasScrolledUp = useScrolledUp(area);

  const onScroll = (now: number) => {
    if (!list.current || !area.current) return;
    const isByReader = hasScrolledUp(now);
    const isThere = isNearEnd(list.current, now);
    end.scrolled({ isThere, isByReader });
    // One event may go from the end to the top (Home, a dragged scrollbar), and no other follows.
    const isElsewhere = !isAtEnd || (!isThere && isByReader);
    if (isElsewhere && now < OLDER_WITHIN_PX) fetchOlder();
  };

  const onResize = () => {
    end.follow();
    if (!list.current || list.current.scrollSize > list.current.viewportSize) return;
    end.arrive(); // Everything is in view.
    fetchOlder();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the rows change.
  useLayoutEffect(() => {
    end.follow();
    // virtua has just scrolled to keep the position, and corrects that as soon as the new rows are measured. Near the top it
    // would compute from the old position and throw the reader to the top; this event tells it the new one.
    if (isPrepended) area.current?.dispatchEvent(new Event('scroll'));
  }, [rows]);

  return { list, isAtEnd, toEnd, leaveEnd, stayHere, untilStill, settingOut, onScroll, onResize };
}

const isNearEnd = ({ scrollSize, viewportSize }: VirtualizerHandle, at: number): boolean =>
  scrollSize - viewportSize - at <= END_WITHIN_PX;

type End = ReturnType<typeof useEnd>;

/** Whether the reader is at the end of the list, and what changes that. */
function useEnd(list: List, last: number) {
  /** The reader has set out for elsewhere, but nothing has scrolled yet. */
  const isLeaving = useRef(false);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    isLeaving.current = false;
    setIsAtEnd(true);
    if (last >= 0) list.current?.scrollToIndex(last, { align: 'end' });
  }, [list, last]);

  return {
    isAtEnd,
    isLeaving,
    toEnd,
    arrive: () => setIsAtEnd(true),
    leaveEnd: () => {
      isLeaving.current = true;
      setIsAtEnd(false);
    },
    // For a moment after virtua was sent to the end it keeps going there, whatever grows meanwhile; sending it to the present
    // offset stops that. We follow again only when the reader goes to the end: how far away it is shows only once the growth
    // has been measured.
    stayHere: () => {
      setIsAtEnd(false);
      list.current?.scrollTo(list.current.scrollOffset);
    },
    // Only a reader leaves the end: rows that are added or measured move it away from us, never us from it.
    scrolled: ({ isThere, isByReader }: { readonly isThere: boolean; readonly isByReader: boolean }) => {
      if (!isThere) isLeaving.current = false;
      if (isThere) setIsAtEnd(!isLeaving.current);
      else if (isByReader) setIsAtEnd(false);
    },
    follow: () => {
      if (isAtEnd && !isLeaving.current) toEnd();
    },
  };
}

interface LeavingOptions {
  readonly end: End;
  readonly untilStill: () => Promise<void>;
}

/**
 * Leaves the end as soon as the reader sets out upwards. After a key press, browsers take a few frames to scroll; a wheel or
 * finger moves only a few pixels at a time. A row that comes meanwhile would pull the reader back. A reader who has hardly
 * moved after letting go is still at the end.
 */
function useLeaving(list: List, { end, untilStill }: LeavingOptions) {
  const setOut = async (by: UpBy, { scrollTop }: HTMLElement) => {
    const { isAtEnd, isLeaving } = end;
    if (!isAtEnd || isLeaving.current || scrollTop <= (by === 'key' ? END_WITHIN_PX : 0)) return;
    end.leaveEnd();
    if (by === 'key') return;
    await untilStill();
    isLeaving.current = false;
    if (list.current && isNearEnd(list.current, list.current.scrollOffset)) end.arrive();
  };
  return useSettingOut((by, area) => void setOut(by, area));
}

/**
 * Returns a function that takes the offset after a scroll, and says whether the reader has scrolled up. If the view has grown,
 * because the composer shrank after sending, the browser did it.
 */
function useScrolledUp(area: RefObject<HTMLElement | null>): (now: number) => boolean {
  const last = useRef({ offset: 0, height: 0 });
  return (now) => {
    const height = area.current?.clientHeight ?? 0;
    const isUp = now < last.current.offset && height <= last.current.height;
    last.current = { offset: now, height };
    return isUp;
  };
}

function useStillness(area: RefObject<HTMLElement | null>): RefObject<Stillness | null> {
  const stillness = useRef<Stillness>(null);
  useEffect(() => {
    if (!area.current) return;
    const watched = watchStillness(area.current);
    stillness.current = watched;
    return watched.stop;
  }, [area]);
  return stillness;
}
