import { useEffect, useState } from 'react';

/** Anything on screen for less is passing by, or rows are still being measured. */
const SEEN_AFTER_MS = 300;

/** The last value that stayed for as long as a glance. */
export function useHasStayed<T>(value: T): T {
  const [stayed, setStayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStayed(value), SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return stayed;
}
