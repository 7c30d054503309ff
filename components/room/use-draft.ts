import { useEffect, useState } from 'react';
import { readDraft, writeDraft } from '@/lib/client/draft';

interface Draft {
  readonly text: string;
  /** Here, and not in an earlier page or look at the room. */
  readonly isTyped: boolean;
}

const NOTHING: Draft = { text: '', isTyped: false };

/**
 * What stands in the composer of a room; a reload does not lose it. A page finds out which room it is in after somebody may
 * have typed: that is of the room that the address names.
 */
export function useDraft(roomId: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState(NOTHING);
  useEffect(() => {
    setDraft((now) => (now.isTyped ? now : { text: readDraft(roomId), isTyped: false }));
  }, [roomId]);
  useEffect(() => {
    if (draft.isTyped) writeDraft(roomId, draft.text);
  }, [roomId, draft]);
  return [draft.text, (text) => setDraft({ text, isTyped: true })];
}
