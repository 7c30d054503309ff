import { useEffect, useState } from 'react';

/** Whether what began at `since` (milliseconds since 1970, `null` for nothing) has lasted for `ms` by now. */
export function useHasLasted(since: number | null, ms: number): boolean {
  const [lasted, setLasted] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return;
    const timer = setTimeout(() => setLasted(since), Math.max(0, since + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [since, ms]);
  return since !== null && lasted === since;
}
