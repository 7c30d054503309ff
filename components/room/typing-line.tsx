'use client';

import { useMemo } from 'react';
import type { Member } from '@/lib/chat/protocol';
import { shorten } from '@/lib/chat/text';
import { memberIdOf } from '@/lib/client/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

const NAMES_MAX = 3;
/** Of each name, where there are several: the words behind them must still fit on a phone. */
const NAME_MAX_CHARACTERS = 14;

/**
 * Who else types. The line is always there, so that nothing moves when somebody begins, and it is not read out: it
 * changes all the time, and what is typed is read out when it comes.
 */
export function TypingLine() {
  const texts = useTexts();
  const typing = useChat((state) => state.typing);
  const selfId = useChat(memberIdOf);
  const others = useMemo(() => typing.filter(({ id }) => id !== selfId), [typing, selfId]);
  return (
    <div className="flex h-6 items-center px-4 text-small text-soft">
      {others.length > 0 && (
        <p className="appear flex min-w-0 items-center gap-2">
          <Dots />
          <span className="truncate">{texts.typing(namesOf(others), others.length)}</span>
        </p>
      )}
    </div>
  );
}

function namesOf(members: readonly Member[]): readonly string[] {
  if (members.length > NAMES_MAX) return [];
  const [only] = members;
  if (only && members.length === 1) return [only.name];
  return members.map(({ name }) => shorten(name, NAME_MAX_CHARACTERS));
}

function Dots() {
  return (
    <span aria-hidden className="flex shrink-0 gap-[3px] motion-reduce:hidden">
      <span className="dot" />
      <span className="dot" />
      <span className="dot" />
    </span>
  );
}
