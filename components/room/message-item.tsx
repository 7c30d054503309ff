'use client';

import { memo } from 'react';
import { Avatar } from '@/components/ui/avatar';
import type { Author, Posted } from '@/lib/chat/entry';
import type { Pending } from '@/lib/chat/timeline';
import { timeText } from '@/lib/client/texts/times';
import { MemberName } from './member-name';
import { PendingClock, RefusedLine } from './message-state';
import { usePreferences } from './preferences-provider';

interface MessageItemProps {
  readonly message: Posted | Pending;
  readonly author: Author;
  readonly hasHead: boolean;
}

/** What somebody said, exactly as they typed it. */
export const MessageItem = memo(function MessageItem({ message, author, hasHead }: MessageItemProps) {
  const { language } = usePreferences();
  const time = timeText(message.at, language);
  const pending = 'state' in message ? message : null;
  return (
    <article
      aria-label={`${author.name}, ${time}`}
      className={`group flex gap-3 ${hasHead ? 'pt-3 pb-0.5' : 'py-0.5'}`}
    >
      <div className="w-9 shrink-0">
        {hasHead ? <Avatar id={author.id} name={author.name} size="large" /> : <SideTime time={time} />}
      </div>
      <div className="min-w-0 flex-1">
        {hasHead && <Head author={author} time={time} />}
        <p dir="auto" className="wrap-anywhere max-w-text whitespace-pre-wrap">
          {message.text}
          {pending?.state === 'sending' && <PendingClock />}
        </p>
        {pending?.state === 'refused' && <RefusedLine message={pending} error={pending.error} />}
      </div>
    </article>
  );
});

function Head({ author, time }: { readonly author: Author; readonly time: string }) {
  return (
    <p className="flex items-baseline gap-2">
      <MemberName id={author.id} name={author.name} className="font-semibold" />
      <span className="shrink-0 text-soft text-tiny tabular-nums">{time}</span>
    </p>
  );
}

/** When a message under another's head was said, for whoever points at it. */
function SideTime({ time }: { readonly time: string }) {
  return (
    <span className="invisible block whitespace-nowrap text-right text-[10px] text-soft leading-[22px] tracking-tight tabular-nums group-hover:visible">
      {time}
    </span>
  );
}
