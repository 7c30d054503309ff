'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { useTexts } from '@/components/page/preferences-provider';
import { titleOf } from '@/components/page/room-title';
import { RoomIcon } from '@/components/rooms/room-icon';
import type { ListedRoom } from '@/lib/chat/events/directory';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { isolated } from '@/lib/client/texts/isolated';
import { useChat } from '@/lib/client/use-chat';

interface FoundRoomProps {
  readonly found: ListedRoom;
  readonly onChoose: () => void;
}

/** A room that was found: what it is about, and who is there. */
export function FoundRoom({ found, onChoose }: FoundRoomProps) {
  const texts = useTexts();
  const selfId = useChat(memberIdOf);
  const { room, present } = found;
  const names = present.members.map(({ name }) => isolated(name)).join(', ');
  return (
    <Autocomplete.Item
      value={found}
      onClick={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 outline-none data-highlighted:bg-hover"
    >
      <RoomIcon room={room} selfId={selfId} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-left font-medium">
          {titleOf(room, selfId, texts)}
        </span>
        {room.topic !== '' && (
          <span dir="auto" className="block truncate text-left text-small text-soft">
            {room.topic}
          </span>
        )}
      </span>
      {present.count > 0 && (
        <span title={names} className="shrink-0 text-small text-soft tabular-nums">
          {texts.here(present.count)}
        </span>
      )}
    </Autocomplete.Item>
  );
}
