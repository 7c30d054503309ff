'use client';

import { say } from '@/components/ui/toasts';
import { memberIdOf } from '@/lib/client/chat-state';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { closedBy } from './closed-line';
import { useTexts } from './preferences-provider';
import { goTo } from './room-path';

interface MemberNameProps {
  readonly id: string;
  readonly name: string;
  readonly className?: string;
}

/**
 * A name that leads to a conversation with whoever has it. One's own, and that of a classic client, is just a name; so are
 * all of them to who may not write.
 */
export function MemberName({ id, name, className = '' }: MemberNameProps) {
  const texts = useTexts();
  const isOther = useChat((state) => memberIdOf(state) !== id) && !id.startsWith('classic-');
  const mayWrite = useChat((state) => closedBy(state) === null);
  if (!isOther || !mayWrite) {
    return (
      <span dir="auto" title={name} className={`truncate ${className}`}>
        {name}
      </span>
    );
  }
  const write = async () => {
    const result = await roomActions.openDirect(id);
    if (result.ok) goTo(result.data.room.id);
    else say(texts.errors[result.error.code]);
  };
  return (
    <button
      type="button"
      dir="auto"
      title={texts.writeTo(name)}
      onClick={() => void write()}
      className={`truncate text-left underline-offset-4 hover:underline ${className}`}
    >
      {name}
    </button>
  );
}
