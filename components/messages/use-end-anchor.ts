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

/** Follows the newest row while the reader is at the end, and stays in place once they scroll up. */
export function useEndAnchor(area: RefObject<HTMLElement | null>, { rows, isPrepended }: Rows) {
  const list = useRef<VirtualizerHandle>(null);
  const stillness = useStillness(area);
  const offset = useRef(0);
  /** The height of the view at its last scroll. */
  const height = useRef(0);
  /** The reader has set out for elsewhere, but nothing has scrolled yet. */
  const isLeaving = useRef(false);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const last = rows.length - 1;

  const toEnd = useCallback(() => {
    isLeaving.current = false;
    setIsAtEnd(true);
    if (last >= 0) list.current?.scrollToIndex(last, { align: 'end' });
  }, [last]);

  const leaveEnd = () => {
    isLeaving.current = true;
    setIsAtEnd(false);
  };

  const untilStill = async () => stillness.current?.untilStill();
  const fetchOlder = () => void readOlder(untilStill);
  const isNearEnd = ({ scrollSize, viewportSize }: VirtualizerHandle, at: number) =>
    scrollSize - viewportSize - at <= END_WITHIN_PX;

  // After a key press, browsers take a few frames to scroll; a wheel or finger moves only a few pixels at a time. A row that
  // comes meanwhile would pull the reader back, so stop following at once. A reader who has hardly moved after letting go is
  // still at the end.
  const setOut = async (by: UpBy, { scrollTop }: HTMLElement) => {
    if (!isAtEnd || isLeaving.current || scrollTop <= (by === 'key' ? END_WITHIN_PX : 0)) return;
    leaveEnd();
    if (by === 'key') return;
    await untilStill();
    isLeaving.current = false;
    if (list.current && isNearEnd(list.current, list.current.scrollOffset)) setIsAtEnd(true);
  };

  // For a moment after virtua was sent to the end it keeps going there, whatever grows meanwhile; sending it to the present
  // offset stops that. We follow again only when the reader goes to the end: how far away it is shows only once the growth has
  // been measured.
  const stayHere = () => {
    setIsAtEnd(false);
    list.current?.scrollTo(list.current.scrollOffset);
  };

  // Only a reader scrolls up: rows that are added or measured move the end away from us, never us from the end. But if the view
  // has grown, because the composer shrank after sending, the browser did it.
  const onScroll = (now: number) => {
    if (!list.current || !area.current) return;
    const isByReader = now < offset.current && area.current.clientHeight <= height.current;
    const isThere = isNearEnd(list.current, now);
    const isLeavingEnd = !isThere && isByReader;
    if (!isThere) isLeaving.current = false;
    if (isThere) setIsAtEnd(!isLeaving.current);
    else if (isLeavingEnd) setIsAtEnd(false);
    offset.current = now;
    height.current = area.current.clientHeight;
    // One event may go from the end to the top (Home, a dragged scrollbar), and no other follows.
    if ((isLeavingEnd || !isAtEnd) && now < OLDER_WITHIN_PX) fetchOlder();
  };

  const follow = () => {
    if (isAtEnd && !isLeaving.current) toEnd();
  };

  const onResize = () => {
    follow();
    if (!list.current || list.current.scrollSize > list.current.viewportSize) return;
    setIsAtEnd(true); // Everything is in view.
    fetchOlder();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the rows change.
  useLayoutEffect(() => {
    follow();
    // virtua has just scrolled to keep the position, and corrects that as soon as the new rows are measured. Near the top it
    // would compute from the old position and throw the reader to the top; this event tells it the new one.
    if (isPrepended) area.current?.dispatchEvent(new Event('scroll'));
  }, [rows]);

  const settingOut = useSettingOut((by, area) => void setOut(by, area));
  return { list, isAtEnd, toEnd, leaveEnd, stayHere, untilStill, settingOut, onScroll, onResize };
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
