import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from '@/lib/client/draft';

/** What stands in the composer of a room; a reload does not lose it. */
export function useDraft(roomId: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState('');
  useEffect(() => setDraft((typed) => typed || readDraft(roomId)), [roomId]);
  const change = (text: string) => {
    setDraft(text);
    writeDraft(roomId, text);
  };
  return [draft, change];
}
