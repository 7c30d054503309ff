'use client';

import { useMemo } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { titleOf } from '@/components/page/room-title';
import { LOBBY } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { RoomLink } from './room-link';

const lobby: RoomInfo = { id: LOBBY, kind: 'open', title: LOBBY, topic: '' };

interface RoomListProps {
  /** Called when the member goes to one of the rooms. */
  readonly onGo?: (() => void) | undefined;
}

/** Lists the lobby, the member's rooms, and the direct messages in which something has been said. */
export function RoomList({ onGo }: RoomListProps) {
  const texts = useTexts();
  const selfId = useChat(memberIdOf);
  const myRooms = useChat(({ rooms }) => rooms);
  const sorted = useMemo(() => {
    const title = (room: RoomInfo) => titleOf(room, selfId, texts);
    return [...myRooms].sort((one, other) => title(one).localeCompare(title(other)));
  }, [myRooms, selfId, texts]);
  const saidIn = useChat((state) => state.saidIn);
  const directs = sorted.filter(({ id, kind }) => kind === 'direct' && saidIn.has(id));
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4">
      <Group
        title={texts.rooms}
        rooms={[lobby, ...sorted.filter(({ kind }) => kind !== 'direct')]}
        onGo={onGo}
      />
      {directs.length > 0 && <Group title={texts.directs} rooms={directs} onGo={onGo} />}
    </div>
  );
}

interface GroupProps extends RoomListProps {
  readonly title: string;
  readonly rooms: readonly RoomInfo[];
}

function Group({ title, rooms, onGo }: GroupProps) {
  return (
    <section aria-label={title}>
      <h2 className="px-4 pt-3 pb-1 font-medium text-small text-soft">{title}</h2>
      <ul>
        {rooms.map((room) => (
          <li key={room.id}>
            <RoomLink room={room} onGo={onGo} />
          </li>
        ))}
      </ul>
    </section>
  );
}
