import { useEffect, useState } from 'react';
import type { Draft } from '@/lib/chat/draft';
import { readDraft, writeDraft } from '@/lib/client/page/draft';
import { roomAt } from '@/lib/client/rooms/room-address';

interface Composed extends Draft {
  /** Here, and not in an earlier page or look at the room. */
  readonly isTyped: boolean;
}

const NOTHING: Composed = { text: '', isTyped: false };

/** Whoever typed before the scripts ran did not see what they had begun before: they go on behind it. */
const withKept = (typed: Composed, kept: string): Composed =>
  kept === '' || typed.text.startsWith(kept) ? typed : { ...typed, text: `${kept}\n${typed.text}` };

/**
 * What stands in the composer of a room; a reload does not lose it. A page finds out which room it is in after somebody may
 * have typed: that is of the room that the address names.
 */
export function useDraft(roomId: string): readonly [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState(NOTHING);
  useEffect(() => {
    const kept = readDraft(roomId);
    const isHere = roomAt(location.pathname) === roomId;
    setDraft((now) => {
      if (!now.isTyped) return { text: kept, isTyped: false };
      return isHere ? withKept(now, kept) : now;
    });
  }, [roomId]);
  useEffect(() => {
    if (draft.isTyped) writeDraft(roomId, draft.text);
  }, [roomId, draft]);
  return [draft, (next) => setDraft({ ...next, isTyped: true })];
}
