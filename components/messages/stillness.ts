/** After this long without an event, an animated or flung scroll has come to rest. */
const STILL_AFTER_MS = 100;

/** Knows whether an element is being scrolled. */
export interface Stillness {
  /** Resolves at once when nothing moves, or else as soon as nothing does. */
  untilStill(): Promise<void>;
  stop(): void;
}

export function watchStillness(element: HTMLElement): Stillness {
  const watch = new AbortController();
  let isTouched = false;
  let rest: ReturnType<typeof setTimeout> | null = null;
  const waiting: (() => void)[] = [];

  const release = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const moved = () => {
    if (rest) clearTimeout(rest);
    rest = setTimeout(() => {
      rest = null;
      if (!isTouched) release();
    }, STILL_AFTER_MS);
  };
  // Ignores touches of other elements: they end without telling us.
  const touched = ({ touches }: TouchEvent) => {
    isTouched = [...touches].some(({ target }) => element.contains(target as Node));
    moved();
  };

  const options = { passive: true, signal: watch.signal };
  for (const event of ['scroll', 'wheel']) element.addEventListener(event, moved, options);
  element.addEventListener(
    'touchstart',
    (event) => {
      touched(event);
      // Listen on the row itself: it may leave the list before the touch ends, and take the event with it.
      for (const end of ['touchend', 'touchcancel'] as const)
        event.target?.addEventListener(end, touched as EventListener, options);
    },
    options,
  );

  return {
    untilStill: () =>
      new Promise((resolve) => {
        if (rest === null && !isTouched) resolve();
        else waiting.push(resolve);
      }),
    stop: () => {
      watch.abort();
      release();
    },
  };
}
