'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Modal } from '@/components/ui/modal';
import type { ErrorCode } from '@/lib/chat/errors';
import { LOBBY } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { memberIdOf } from '@/lib/client/chat-state';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';
import { goTo } from './room-path';

/** Answers why it could not be left; `null` where it was. */
export async function leaveRoom({ id }: RoomInfo): Promise<ErrorCode | null> {
  const result = await roomActions.leave(id);
  if (!result.ok) return result.error.code;
  goTo(LOBBY);
  return null;
}

interface LeaveRoomProps {
  readonly room: RoomInfo;
  readonly onDone: () => void;
}

/** Asks before somebody leaves a room into which they cannot come back just so. */
export function LeaveRoom({ room, onDone }: LeaveRoomProps) {
  const texts = useTexts();
  const isOwner = useChat((state) => room.owner?.id === memberIdOf(state));
  const [error, setError] = useState<ErrorCode | null>(null);
  const leave = async () => {
    const code = await leaveRoom(room);
    if (code === null) onDone();
    else setError(code);
  };
  return (
    <Modal title={texts.leaveRoomOf(room.title)} closeLabel={texts.close} isOpen onOpenChange={onDone}>
      <div className="flex flex-col gap-4 px-5 pb-5">
        <p className="text-soft">{isOwner ? texts.leaveOwnRoomHint : texts.leavePrivateRoomHint}</p>
        <div className="flex items-center justify-end gap-2">
          <FieldError id="leave-error">{error && texts.errors[error]}</FieldError>
          <Button look="quiet" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button look="primary" onClick={() => void leave()}>
            {texts.leave}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
