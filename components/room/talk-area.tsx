'use client';

import { useRef } from 'react';
import { Composer } from '@/components/composer/composer';
import { MutedLine } from '@/components/composer/muted-line';
import { NameField, type NameFieldHandle } from '@/components/members/name-field';
import { TypingLine } from '@/components/messages/typing-line';
import { TALK_LOOK } from '@/components/page/part-frames';
import { useTexts } from '@/components/page/preferences-provider';
import { ClosedLine, closedBy } from '@/components/ui/closed-line';
import { late } from '@/components/ui/late';
import { isAtLeast } from '@/lib/chat/moderation';
import { blockOf, ownRoleOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { ConnectionBanner } from './connection-banner';
import { useKeptFocus } from './use-kept-focus';

const BlockLine = late(() => import('@/components/rooms/block-line').then((module) => module.BlockLine));

interface TalkAreaProps {
  readonly onSent: () => void;
}

/** Where a person says who they are and what they have to say. */
export function TalkArea({ onSent }: TalkAreaProps) {
  const nameField = useRef<NameFieldHandle>(null);
  const messageField = useRef<HTMLTextAreaElement>(null);
  const texts = useTexts();
  const closed = useChat(closedBy);
  const isRoomClosed = useChat(
    (state) => state.room?.isClosed === true && !isAtLeast(ownRoleOf(state), 'owner'),
  );
  const muted = useChat((state) => state.muted);
  const isMuted = muted !== null;
  const isBlocked = useChat((state) => blockOf(state) !== null);
  const isOpen = closed === null && !isRoomClosed && !isMuted && !isBlocked;
  const keptFocus = useKeptFocus(isOpen);
  return (
    <div {...keptFocus} className={TALK_LOOK}>
      <div className="mx-auto max-w-talk">
        <div className="short:pointer-events-none short:absolute short:inset-x-4 short:bottom-full short:z-1">
          <TypingLine />
          <ConnectionBanner />
        </div>
        <div className="short:sm:flex short:sm:gap-2">
          {closed === null && (
            <div className="min-w-0 short:has-[form]:flex-1 short:sm:has-[form]:pt-1.5">
              <NameField ref={nameField} onNamed={() => messageField.current?.focus()} />
            </div>
          )}
          {isOpen && (
            <div className="min-w-0 short:flex-1">
              <Composer ref={messageField} onNameMissing={() => nameField.current?.ask()} onSent={onSent} />
            </div>
          )}
        </div>
        {closed === null && isBlocked && <BlockLine />}
        {closed !== null && <ClosedLine>{texts.errors[closed]}</ClosedLine>}
        {closed === null && isRoomClosed && <ClosedLine>{texts.moderation.closed}</ClosedLine>}
        {closed === null && !isRoomClosed && isMuted && <MutedLine until={muted.until} />}
      </div>
    </div>
  );
}
