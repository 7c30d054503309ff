'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Modal } from '@/components/ui/modal';
import type { ErrorCode } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/protocol';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** Asks before a room is given away. */
export function HandOver({ member, onDone }: { readonly member: Member; readonly onDone: () => void }) {
  const texts = useTexts();
  const roomId = useChat((state) => state.roomId);
  const [error, setError] = useState<ErrorCode | null>(null);
  const handOver = async () => {
    const result = await roomActions.moderate(roomId, { kind: 'hand_over', member: member.id });
    if (result.ok) onDone();
    else setError(result.error.code);
  };
  return (
    <Modal title={texts.order.handOverTo(member.name)} closeLabel={texts.close} isOpen onOpenChange={onDone}>
      <div className="flex flex-col gap-4 px-5 pb-5">
        <p className="text-soft">{texts.order.handOverHint(member.name)}</p>
        <div className="flex items-center justify-end gap-2">
          <FieldError id="hand-over-error">{error && texts.errors[error]}</FieldError>
          <Button look="quiet" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button look="primary" onClick={() => void handOver()}>
            {texts.order.handOver}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
