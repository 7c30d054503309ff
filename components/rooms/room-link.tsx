'use client';

import type { MouseEvent } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { titleOf } from '@/components/page/room-title';
import type { RoomInfo } from '@/lib/chat/room';
import { pathOf } from '@/lib/client/rooms/room-address';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { RoomIcon } from './room-icon';
import { UnreadBadge } from './unread-badge';

interface RoomLinkProps {
  readonly room: RoomInfo;
  readonly onGo?: (() => void) | undefined;
}

export function RoomLink({ room, onGo }: RoomLinkProps) {
  const texts = useTexts();
  const selfId = useChat(memberIdOf);
  const isShown = useChat(({ roomId }) => roomId === room.id);
  const unread = useChat(({ unreadIn }) => unreadIn.get(room.id));
  const go = (event: MouseEvent) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    goTo(room.id);
    onGo?.();
  };
  return (
    <a
      href={pathOf(room.id)}
      onClick={go}
      aria-current={isShown ? 'page' : undefined}
      className="mx-2 flex h-9 items-center gap-2 rounded-lg px-2 text-ink hover:bg-hover aria-[current=page]:bg-accent-wash aria-[current=page]:font-medium aria-[current=page]:text-accent-strong touch:h-11"
    >
      <RoomIcon room={room} selfId={selfId} />
      <span dir="auto" className={`truncate ${unread ? 'font-semibold' : ''}`}>
        {titleOf(room, selfId, texts)}
      </span>
      {unread && <UnreadBadge unread={unread} />}
    </a>
  );
}

/** Whether it is a plain click, and not one that opens another tab. */
const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !(metaKey || ctrlKey || shiftKey || altKey);
