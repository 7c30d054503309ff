import { type PointerEvent, useEffect, useRef, useState } from 'react';

/** How long a finger has to rest to mean something. */
const HOLD_MS = 450;
/** How far it may move and still count as resting. */
const STILL_WITHIN_PX = 10;

/** Notices a finger that rests on an element, until something else is touched. Spread `press` on the element. */
export function useLongPress() {
  const [isHeld, setIsHeld] = useState(false);
  const element = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const cancel = () => clearTimeout(timer.current);

  useEffect(() => {
    if (!isHeld) return;
    const onPress = ({ target }: Event) => {
      if (!element.current?.contains(target as Node)) setIsHeld(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isHeld]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const press = {
    ref: element,
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      cancel();
      if (pointerType !== 'touch') return;
      start.current = { x: clientX, y: clientY };
      timer.current = setTimeout(() => setIsHeld(true), HOLD_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > STILL_WITHIN_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  };
  return { isHeld, press };
}
