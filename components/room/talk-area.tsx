'use client';

import { useRef } from 'react';
import { useChat } from '@/lib/client/use-chat';
import { ClosedLine, closedBy } from './closed-line';
import { Composer } from './composer';
import { ConnectionBanner } from './connection-banner';
import { NameField, type NameFieldHandle } from './name-field';
import { TypingLine } from './typing-line';

/** Where a person says who they are and what they have to say. */
export function TalkArea() {
  const nameField = useRef<NameFieldHandle>(null);
  const messageField = useRef<HTMLTextAreaElement>(null);
  const closed = useChat(closedBy);
  return (
    <div className="shrink-0 px-4 pb-[max(0.5rem,env(safe-area-inset-bottom))] lg:px-6">
      <div className="mx-auto max-w-talk">
        <TypingLine />
        <ConnectionBanner />
        {closed === null ? (
          <>
            <NameField ref={nameField} onNamed={() => messageField.current?.focus()} />
            <Composer ref={messageField} onNameMissing={() => nameField.current?.ask()} />
          </>
        ) : (
          <ClosedLine code={closed} />
        )}
      </div>
    </div>
  );
}
