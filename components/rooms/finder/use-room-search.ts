import { useEffect, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { titleOf } from '@/components/page/room-title';
import type { ErrorCode } from '@/lib/chat/errors';
import type { ListedRoom } from '@/lib/chat/events/directory';
import { nameFold } from '@/lib/chat/text/text';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { roomActions, useChat } from '@/lib/client/use-chat';

/** Waits for a pause in typing before it asks. */
const ASK_AFTER_MS = 150;
/** How long after an unanswered question it asks again. */
const AGAIN_MS = 2_000;
const NOBODY = { count: 0, members: [] };

export interface FoundRooms {
  /** The member's own rooms, at once and even offline. */
  readonly own: readonly ListedRoom[];
  /** Rooms of the directory, as far as it has answered. */
  readonly open: readonly ListedRoom[];
  /** Whether it has answered for exactly this text. */
  readonly isAnswered: boolean;
  /** Why it has not; it is asked again where that may help. */
  readonly problem: ErrorCode | null;
}

interface Answer {
  readonly text: string;
  readonly rooms: readonly ListedRoom[];
  readonly problem: ErrorCode | null;
}

const NO_ANSWER: Answer = { text: '', rooms: [], problem: null };

/** Finds rooms by text in their titles, topics or addresses. */
export function useRoomSearch(text: string): FoundRooms {
  const texts = useTexts();
  const selfId = useChat(memberIdOf);
  const rooms = useChat((state) => state.rooms);
  const saidIn = useChat((state) => state.saidIn);
  const myRooms = rooms.filter(({ id, kind }) => kind !== 'direct' || saidIn.has(id));
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const result = await roomActions.list({ search: text });
      if (!isCurrent) return;
      if (result.ok) return setAnswer({ text, rooms: result.data.rooms, problem: null });
      const { code, retryable, retryAfterMs } = result.error;
      setAnswer((last) => ({ ...(last ?? NO_ANSWER), problem: code }));
      if (retryable) timer = setTimeout(ask, Math.max(retryAfterMs ?? 0, AGAIN_MS));
    };
    let timer = setTimeout(ask, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);

  // Includes what the directory answered for a shorter text: a person who types on and presses Enter goes where these results
  // say.
  const isWanted = ({ room }: Pick<ListedRoom, 'room'>) =>
    nameFold(`${titleOf(room, selfId, texts)} ${room.topic} ${room.id}`).includes(nameFold(text));
  const ownIds = new Set(myRooms.map(({ id }) => id));
  return {
    own: myRooms.map((room) => ({ room, present: NOBODY })).filter(isWanted),
    open: (answer?.rooms ?? []).filter((listed) => !ownIds.has(listed.room.id) && isWanted(listed)),
    isAnswered: answer?.text === text && answer.problem === null,
    problem: answer?.problem ?? null,
  };
}
