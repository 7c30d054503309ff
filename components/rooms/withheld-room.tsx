'use client';

import { type ReactNode, useRef } from 'react';
import { NameField, type NameFieldHandle } from '@/components/members/name-field';
import { focusMessageField } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { withheldIn } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { Unsent } from './unsent';

/** Replaces a private room for a member who may enter but has no name. It opens by itself once they have one. */
export function WithheldRoom() {
  const texts = useTexts();
  const field = useRef<NameFieldHandle>(null);
  const isReader = useChat((state) => withheldIn(state) === 'guests_refused');
  if (isReader) {
    return (
      <Frame title={texts.errors.guests_refused}>
        <p className="text-balance text-soft">{texts.signInHint}</p>
      </Frame>
    );
  }
  return (
    <Frame title={texts.privateRoom}>
      <p className="max-w-md text-balance pb-4 text-soft">{texts.privateRoomHint}</p>
      <div className="w-full max-w-sm text-left">
        <NameField ref={field} isAsked onNamed={focusMessageField} />
      </div>
    </Frame>
  );
}

function Frame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex min-h-0 flex-1 flex-col items-center justify-center-safe gap-1 overflow-y-auto p-6 text-center"
    >
      <p role="status" className="max-w-md text-balance font-semibold text-title">
        {title}
      </p>
      {children}
      <Unsent />
    </section>
  );
}
