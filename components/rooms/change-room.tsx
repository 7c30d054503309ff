'use client';

import { useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { LabelledField } from '@/components/ui/labelled-field';
import { Modal } from '@/components/ui/popups/modal';
import type { ErrorCode } from '@/lib/chat/errors';
import type { RoomInfo } from '@/lib/chat/room';
import { roomActions } from '@/lib/client/use-chat';

interface ChangeRoomProps {
  readonly room: RoomInfo;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Changes the title and topic of one's own room. */
export function ChangeRoom({ room, isOpen, onClose }: ChangeRoomProps) {
  const texts = useTexts();
  return (
    <Modal title={texts.changeRoom} closeLabel={texts.close} isOpen={isOpen} onClose={onClose}>
      <ChangeRoomForm room={room} onDone={onClose} />
    </Modal>
  );
}

function ChangeRoomForm({ room, onDone }: { readonly room: RoomInfo; readonly onDone: () => void }) {
  const texts = useTexts();
  const [title, setTitle] = useState(room.title);
  const [topic, setTopic] = useState(room.topic);
  const [error, setError] = useState<ErrorCode | null>(null);

  const change = async () => {
    const result = await roomActions.change({ room: room.id, title, topic });
    if (result.ok) onDone();
    else setError(result.error.code);
  };
  return (
    <Form onSubmit={change} className="flex flex-col gap-4 px-5 pb-5">
      <LabelledField label={texts.roomTitle} value={title} onText={setTitle} />
      <LabelledField label={texts.roomTopic} value={topic} onText={setTopic} />
      <div className="flex items-center justify-between gap-4">
        <FieldError id="change-room-error">{error && texts.errors[error]}</FieldError>
        <Button look="primary" type="submit" className="ml-auto">
          {texts.save}
        </Button>
      </div>
    </Form>
  );
}
