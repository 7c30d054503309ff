'use client';

import { useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { FieldError } from '@/components/ui/field-error';
import { Modal } from '@/components/ui/popups/modal';
import { RadioList } from '@/components/ui/radio-list';
import type { ErrorCode } from '@/lib/chat/errors';
import type { RoomInfo } from '@/lib/chat/room';
import { roomActions } from '@/lib/client/use-chat';

/** Milliseconds between two messages of one member. */
const PACES = [0, 5_000, 10_000, 30_000, 60_000, 300_000];

/** Sets how fast members may write in the room. */
export function SlowMode({ room, onClose }: { readonly room: RoomInfo; readonly onClose: () => void }) {
  const texts = useTexts();
  const [error, setError] = useState<ErrorCode | null>(null);
  const choose = async (value: string) => {
    const result = await roomActions.moderate(room.id, { kind: 'slow', everyMs: Number(value) });
    setError(result.ok ? null : result.error.code);
  };
  const choices = PACES.map((ms) => ({
    value: String(ms),
    label: ms === 0 ? texts.moderation.slowOff : texts.moderation.isSlow(ms),
  }));
  return (
    <Modal title={texts.moderation.slowMode} closeLabel={texts.close} isOpen onClose={onClose}>
      <div className="flex flex-col gap-2 px-5 pb-5">
        <RadioList
          label={texts.moderation.slowMode}
          chosen={String(room.slowMs ?? 0)}
          choices={choices}
          choose={(value) => void choose(value)}
        />
        <FieldError id="slow-error">{error && texts.errors[error]}</FieldError>
      </div>
    </Modal>
  );
}
