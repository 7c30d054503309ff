import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { readOlder } from '@/lib/client/use-chat';
import { type Stillness, watchStillness } from './stillness';
import type { Rows } from './use-rows';
import { type UpBy, useSettingOut } from './use-setting-out';

/** So near the end a reader means the end. */
const END_WITHIN_PX = 32;

/** So near the beginning what is older is fetched, and is there before the reader is. */
const OLDER_WITHIN_PX = 1_200;

/** Follows the newest row while the reader is at the end, and stays where it is once they scroll up. */
export function useEndAnchor(area: RefObject<HTMLElement | null>, { rows, isPrepended }: Rows) {
  const list = useRef<VirtualizerHandle>(null);
  const stillness = useStillness(area);
  const offset = useRef(0);
  /** Of what is seen, when it last scrolled. */
  const height = useRef(0);
  /** The reader is on the way elsewhere, and has not been moved yet. */
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

  // Browsers take some frames to go where a key says, and go by a few pixels at a time with a wheel or a finger: a row that
  // came meanwhile would take the reader back. Who has hardly moved, once a hand lets go, is at the end still.
  const setOut = async (by: UpBy, { scrollTop }: HTMLElement) => {
    if (!isAtEnd || isLeaving.current || scrollTop <= (by === 'key' ? END_WITHIN_PX : 0)) return;
    leaveEnd();
    if (by === 'key') return;
    await untilStill();
    isLeaving.current = false;
    if (list.current && isNearEnd(list.current, list.current.scrollOffset)) setIsAtEnd(true);
  };

  // virtua goes on to the end for a moment after it was sent there, whatever grows meanwhile; to be sent here ends that. Until
  // the reader goes to the end: how far it is from here is known only once what grows has been measured.
  const stayHere = () => {
    setIsAtEnd(false);
    list.current?.scrollTo(list.current.scrollOffset);
  };

  // Only a reader scrolls backwards: what is added or measured moves the end away from us, never us from the end. Where
  // there is more to see than before, because what was typed is sent, it was the browser.
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
    // One event may go from the end to the top (Home, a dragged scrollbar), and none comes after it.
    if ((isLeavingEnd || !isAtEnd) && now < OLDER_WITHIN_PX) fetchOlder();
  };

  const follow = () => {
    if (isAtEnd && !isLeaving.current) toEnd();
  };

  const onResize = () => {
    follow();
    if (!list.current || list.current.scrollSize > list.current.viewportSize) return;
    setIsAtEnd(true); // All of it is seen.
    fetchOlder();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what matters is that there are other rows.
  useLayoutEffect(() => {
    follow();
    // virtua has just scrolled to keep the place, and corrects that as soon as the new rows are measured. Near the top
    // it would reckon from where it was before, and throw the reader to the top: the event tells it where it is.
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
