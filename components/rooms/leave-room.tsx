'use client';

import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { late } from '@/components/ui/late';
import type { ErrorCode } from '@/lib/chat/errors';
import { LOBBY } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { roomActions, useChat } from '@/lib/client/use-chat';

const Confirm = late(() => import('@/components/moderation/confirm').then((module) => module.Confirm));

/** Resolves with why the room could not be left, or `null` on success. */
export async function leaveRoom({ id }: RoomInfo): Promise<ErrorCode | null> {
  const result = await roomActions.leave(id);
  if (!result.ok) return result.error.code;
  goTo(LOBBY);
  return null;
}

interface LeaveRoomProps {
  readonly room: RoomInfo;
  readonly onClose: () => void;
}

/** Asks before the member leaves a room that they cannot simply come back to. */
export function LeaveRoom({ room, onClose }: LeaveRoomProps) {
  const texts = useTexts();
  const isOwner = useChat((state) => room.owner?.id === memberIdOf(state));
  return (
    <Confirm
      title={texts.leaveRoomOf(room.title)}
      hint={isOwner ? texts.leaveOwnRoomHint : texts.leavePrivateRoomHint}
      label={texts.leave}
      act={() => leaveRoom(room)}
      onClose={onClose}
    />
  );
}
