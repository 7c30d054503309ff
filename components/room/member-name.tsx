'use client';

import { memberIdOf } from '@/lib/client/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { closedBy } from './closed-line';
import { openDirect } from './open-direct';
import { useTexts } from './preferences-provider';

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
  return (
    <button
      type="button"
      dir="auto"
      title={texts.writeTo(name)}
      onClick={() => void openDirect(id, texts)}
      className={`truncate text-left underline-offset-4 hover:underline ${className}`}
    >
      {name}
    </button>
  );
}
