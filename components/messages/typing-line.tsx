'use client';

import { useMemo } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Sentence } from '@/components/ui/sentence';
import type { Member } from '@/lib/chat/member';
import { shorten } from '@/lib/chat/text/text';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

const NAMES_MAX = 3;
/** For several names together: the words after them must still fit on a phone. */
const NAMES_MAX_CHARACTERS = 30;

/**
 * Who else is typing. The line is always there, so that nothing moves when somebody begins. It is not read out: it changes all
 * the time, and the message is read out when it comes.
 */
export function TypingLine() {
  const texts = useTexts();
  const typing = useChat((state) => state.typing);
  const selfId = useChat(memberIdOf);
  const others = useMemo(() => typing.filter(({ id }) => id !== selfId), [typing, selfId]);
  return (
    <div className="flex h-7 short:h-auto items-center pb-1 short:pb-0 text-small text-soft">
      {others.length > 0 && (
        <p className="appear flex min-w-0 items-center short:rounded-lg short:bg-paper short:pr-2">
          <Dots />
          <span className="truncate pl-12">
            <Sentence>{texts.typing(namesOf(others), others.length)}</Sentence>
          </span>
        </p>
      )}
    </div>
  );
}

function namesOf(members: readonly Member[]): readonly string[] {
  if (members.length > NAMES_MAX) return [];
  const names = members.map(({ name }) => name);
  const isShort = names.length === 1 || names.join('').length <= NAMES_MAX_CHARACTERS;
  return isShort ? names : names.map((name) => shorten(name, NAMES_MAX_CHARACTERS / names.length));
}

function Dots() {
  return (
    <span aria-hidden className="absolute flex w-9 justify-center gap-[3px] motion-reduce:hidden">
      <span className="dot" />
      <span className="dot" />
      <span className="dot" />
    </span>
  );
}
