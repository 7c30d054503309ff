import { useEffect, useState } from 'react';
import type { ListedRoom } from '@/lib/chat/protocol';
import { nameFold } from '@/lib/chat/text';
import { memberIdOf } from '@/lib/client/chat-state';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';
import { titleOf } from './room-title';

/** Who types is not asked for at every key. */
const ASK_AFTER_MS = 150;
const NOBODY = { count: 0, members: [] };

export interface FoundRooms {
  /** Of the member's, at once and without a connection. */
  readonly own: readonly ListedRoom[];
  /** Of the directory, as far as it has answered. */
  readonly open: readonly ListedRoom[];
  /** Has it answered to these very letters? */
  readonly isAnswered: boolean;
}

interface Answer {
  readonly text: string;
  readonly rooms: readonly ListedRoom[];
}

/** Rooms by what their titles, topics or addresses contain. */
export function useRoomSearch(text: string): FoundRooms {
  const texts = useTexts();
  const selfId = useChat(memberIdOf);
  const followed = useChat(({ rooms }) => rooms);
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const result = await roomActions.list({ search: text });
      if (isCurrent && result.ok) setAnswer({ text, rooms: result.data.rooms });
    }, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);

  // Also what the directory answered to fewer letters: who types and presses Enter goes where these say.
  const isWanted = ({ room }: Pick<ListedRoom, 'room'>) =>
    nameFold(`${titleOf(room, selfId, texts)} ${room.topic} ${room.id}`).includes(nameFold(text));
  const ownIds = new Set(followed.map(({ id }) => id));
  return {
    own: followed.map((room) => ({ room, present: NOBODY })).filter(isWanted),
    open: (answer?.rooms ?? []).filter((listed) => !ownIds.has(listed.room.id) && isWanted(listed)),
    isAnswered: answer?.text === text,
  };
}
