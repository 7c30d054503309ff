import { type KeyboardEvent, type TouchEvent, useRef, type WheelEvent } from 'react';
import { ownKeys } from '@/components/ui/composing';

const KEYS_UP = ['Home', 'PageUp'];

/** A resting finger moves less than this. */
const FINGER_MOVES_PX = 8;

export type UpBy = 'key' | 'hand';

/** For a scrolling area: tells when a reader sets out upwards, a few frames before anything has moved. */
export function useSettingOut(setOut: (by: UpBy, area: HTMLElement) => void) {
  const touchedAt = useRef(0);
  return {
    onKeyDown: ownKeys(({ key, target, currentTarget }: KeyboardEvent<HTMLElement>) => {
      if (target === currentTarget && KEYS_UP.includes(key)) setOut('key', currentTarget);
    }),
    onWheel: ({ deltaY, ctrlKey, currentTarget }: WheelEvent<HTMLElement>) => {
      if (deltaY < 0 && !ctrlKey) setOut('hand', currentTarget); // With Ctrl the wheel zooms the page.
    },
    onTouchStart: ({ touches }: TouchEvent) => {
      touchedAt.current = touches[0]?.clientY ?? 0;
    },
    onTouchMove: ({ touches, currentTarget }: TouchEvent<HTMLElement>) => {
      const moved = (touches[0]?.clientY ?? 0) - touchedAt.current;
      if (moved > FINGER_MOVES_PX && touches.length === 1) setOut('hand', currentTarget);
    },
  };
}
