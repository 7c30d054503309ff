import { type RefObject, useEffect, useRef } from 'react';

/** How far ahead of the view to read. */
const READ_AHEAD = '400px';

/**
 * Reads on when the end of a list comes near, and again if it is still near after that. Returns the ref for the end.
 * @param listed how many there are by now: an observer that sees no change calls nobody
 */
export function useReachedEnd(
  area: RefObject<HTMLElement | null>,
  listed: number,
  readOn: () => void,
): RefObject<HTMLParagraphElement | null> {
  const end = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an observer that sees no change calls nobody.
  useEffect(() => {
    if (!end.current) return;
    const watch = (entries: readonly IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) readOn();
    };
    const observer = new IntersectionObserver(watch, { root: area.current, rootMargin: READ_AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [area, listed]);
  return end;
}
