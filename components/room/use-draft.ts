import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from '@/lib/client/draft';

/** What stands in the composer; a reload does not lose it. */
export function useDraft(): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState('');
  useEffect(() => setDraft((typed) => typed || readDraft()), []);
  const change = (text: string) => {
    setDraft(text);
    writeDraft(text);
  };
  return [draft, change];
}
