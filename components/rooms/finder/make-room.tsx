'use client';

import { useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { LabelledField } from '@/components/ui/labelled-field';
import { Modal } from '@/components/ui/popups/modal';
import type { ErrorCode } from '@/lib/chat/errors';
import { ROOM_ID } from '@/lib/chat/room';
import { roomIdLike } from '@/lib/chat/room-id-like';
import { roomActions } from '@/lib/client/use-chat';
import { RoomKindChoice } from './room-kind-choice';

interface MakeRoomProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The title to suggest, since somebody searched for it. */
  readonly lookedFor: string;
}

/** Makes a room: an open one at an address of one's choice, or a private one. */
export function MakeRoom({ isOpen, onClose, lookedFor }: MakeRoomProps) {
  const texts = useTexts();
  return (
    <Modal title={texts.makeRoom} closeLabel={texts.close} isOpen={isOpen} onClose={onClose}>
      <MakeRoomForm initialTitle={lookedFor} onDone={onClose} />
    </Modal>
  );
}

interface MakeRoomFormProps {
  readonly initialTitle: string;
  readonly onDone: () => void;
}

type Problem = ErrorCode | 'badAddress';
type Field = 'title' | 'address' | 'topic';

/** A problem that concerns no single field shows only below the form. */
const FIELD_OF: Partial<Record<Problem, Field>> = {
  room_title_empty: 'title',
  room_title_too_long: 'title',
  room_taken: 'address',
  badAddress: 'address',
  room_topic_too_long: 'topic',
};

function MakeRoomForm({ initialTitle, onDone }: MakeRoomFormProps) {
  const texts = useTexts();
  const [kind, setKind] = useState<'open' | 'private'>('open');
  const [title, setTitle] = useState(initialTitle);
  const [topic, setTopic] = useState('');
  const [id, setAddress] = useAddress(title);
  const [error, setError] = useState<Problem | null>(null);

  const make = async () => {
    if (title.trim() === '') return setError('room_title_empty');
    if (kind === 'open' && !ROOM_ID.test(id)) return setError('badAddress');
    const asked = kind === 'open' ? { kind, id, title, topic } : { kind, title, topic };
    const result = await roomActions.make(asked);
    if (!result.ok) return setError(result.error.code);
    onDone();
    goTo(result.data.room.id);
  };
  const typing = (set: (text: string) => void) => (text: string) => {
    set(text);
    setError(null);
  };
  const errorIdOf = (field: Field) =>
    error !== null && FIELD_OF[error] === field ? 'make-room-error' : null;
  return (
    <Form onSubmit={make} className="-mt-1 flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">
      <RoomKindChoice chosen={kind} choose={setKind} />
      <LabelledField
        label={texts.roomTitle}
        value={title}
        onText={typing(setTitle)}
        errorId={errorIdOf('title')}
      />
      {kind === 'open' && (
        <LabelledField
          label={texts.roomAddress}
          prefix="/rooms/"
          value={id}
          onText={typing(setAddress)}
          errorId={errorIdOf('address')}
        />
      )}
      <LabelledField
        label={texts.roomTopic}
        value={topic}
        onText={typing(setTopic)}
        errorId={errorIdOf('topic')}
      />
      <div className="flex items-center justify-between gap-4">
        <FieldError id="make-room-error">
          {error && (error === 'badAddress' ? texts.badAddress : texts.errors[error])}
        </FieldError>
        <Button look="primary" type="submit" className="ml-auto">
          {texts.makeRoom}
        </Button>
      </div>
    </Form>
  );
}

/** The address of a room, which follows its title until the person types one. */
function useAddress(title: string): readonly [id: string, setAddress: (id: string) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const [unspoken] = useState(idOfItsOwn);
  const likeTitle = roomIdLike(title) || (title.trim() === '' ? '' : unspoken);
  return [typed ?? likeTitle, setTyped];
}

/** For a title, such as a Chinese one, with nothing that can stand in an address. */
const idOfItsOwn = (): string => `room-${Math.random().toString(36).slice(2, 8)}`;
