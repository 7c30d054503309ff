'use client';

import { openDirect } from '@/components/page/open-direct';
import { useTexts } from '@/components/page/preferences-provider';
import { closedBy } from '@/components/ui/closed-line';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

interface MemberNameProps {
  readonly id: string;
  readonly name: string;
  readonly className?: string;
}

/**
 * A name that opens a direct message with the member. One's own name and that of a classic client are plain text; so are all
 * names for members who may not write.
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
