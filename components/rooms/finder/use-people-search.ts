import { useMemo } from 'react';
import { closedBy } from '@/components/ui/closed-line';
import type { Member } from '@/lib/chat/member';
import { otherOf } from '@/lib/chat/room';
import { nameFold } from '@/lib/chat/text/text';
import { knownPeople } from '@/lib/client/room/known-people';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { roomStates, useChat } from '@/lib/client/use-chat';

/** Somebody who looks for more types another letter. */
const FOUND_MAX = 20;

/**
 * People whose names contain the text, except those whose direct messages are listed anyway; empty for members who may not
 * write.
 */
export function usePeopleSearch(text: string): readonly Member[] {
  const selfId = useChat(memberIdOf);
  const rooms = useChat((state) => state.rooms);
  const saidIn = useChat((state) => state.saidIn);
  const mayWrite = useChat((state) => closedBy(state) === null);
  const present = useChat((state) => state.present);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again when somebody in sight comes, goes or is renamed.
  return useMemo(() => {
    if (!mayWrite) return [];
    const listed = new Set(rooms.filter(({ id }) => saidIn.has(id)).map((room) => otherOf(room, selfId)?.id));
    const isWanted = ({ id, name }: Member) => !listed.has(id) && nameFold(name).includes(nameFold(text));
    return knownPeople(roomStates()).filter(isWanted).slice(0, FOUND_MAX);
  }, [text, rooms, saidIn, selfId, mayWrite, present]);
}
