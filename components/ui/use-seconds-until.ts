import { useEffect, useState } from 'react';

const SECOND_MS = 1_000;

/** Counts down the whole seconds until a moment (milliseconds since 1970); 0 once it has come, or for `null`. */
export function useSecondsUntil(until: number | null): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const look = () => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    };
    const timer = setInterval(look, SECOND_MS);
    look();
    return () => clearInterval(timer);
  }, [until]);
  return until === null || now === 0 ? 0 : Math.max(0, Math.ceil((until - now) / SECOND_MS));
}
