import { useEffect, useState } from 'react';
import type { Draft } from '@/lib/chat/draft';
import { readDraft, writeDraft } from '@/lib/client/page/kept-draft';
import { roomAt } from '@/lib/client/rooms/room-address';

interface Composed extends Draft {
  /** Typed here, rather than kept from an earlier page or visit to the room. */
  readonly isTyped: boolean;
}

const NOTHING: Composed = { text: '', isTyped: false };

/** A person who typed before the scripts ran had not seen their earlier draft: put what they typed below it. */
const withKept = (typed: Composed, kept: string): Composed =>
  kept === '' || typed.text.startsWith(kept) ? typed : { ...typed, text: `${kept}\n${typed.text}` };

/**
 * The draft in a room's composer, which survives a reload. Somebody may type before the page knows which room it is in: that
 * text belongs to the room in the address.
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
