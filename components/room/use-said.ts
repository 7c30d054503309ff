import { useEffect, useState } from 'react';

/** As long as a sentence is read. */
const SHOWN_MS = 5_000;

/** A sentence about what was just done, which goes by itself. */
export function useSaid(): readonly [string, (text: string) => void] {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, setSaid];
}
