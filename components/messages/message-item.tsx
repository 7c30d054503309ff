'use client';

import { memo } from 'react';
import { MemberAvatar } from '@/components/members/member-avatar';
import { MemberName } from '@/components/members/member-name';
import { VerifiedMark } from '@/components/members/verified-mark';
import { useTimes } from '@/components/page/use-times';
import { useLongPress } from '@/components/ui/use-long-press';
import type { Message } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import type { Pending } from '@/lib/chat/timeline/timeline';
import { isolated } from '@/lib/client/texts/isolated';
import { MessageActions } from './message-actions';
import { MessageBody } from './message-body';

interface MessageItemProps {
  readonly message: Message | Pending;
  readonly author: Member;
  readonly hasHead: boolean;
}

/** What somebody said, and what can be done with it, which shows on hover, focus or a long press. */
export const MessageItem = memo(function MessageItem({ message, author, hasHead }: MessageItemProps) {
  const times = useTimes();
  const { isHeld, press } = useLongPress();
  const time = times.time(message.at);
  return (
    <article
      aria-label={`${isolated(author.name)}, ${time}`}
      className={`group relative flex gap-3 ${hasHead ? 'pt-3 pb-0.5' : 'py-0.5'}`}
      {...press}
    >
      <div className="w-9 shrink-0">
        {hasHead ? <MemberAvatar id={author.id} name={author.name} size="large" /> : <SideTime time={time} />}
      </div>
      <div className="min-w-0 flex-1">
        {hasHead && <Head author={author} time={time} />}
        <MessageBody message={message} />
      </div>
      {'kind' in message && !message.isDeleted && <MessageActions message={message} isHeld={isHeld} />}
    </article>
  );
});

function Head({ author, time }: { readonly author: Member; readonly time: string }) {
  return (
    <p className="flex items-baseline gap-2">
      <MemberName id={author.id} name={author.name} className="font-semibold" />
      <VerifiedMark memberId={author.id} />
      <span className="shrink-0 text-soft text-tiny tabular-nums">{time}</span>
    </p>
  );
}

/** When a message without a head was sent; shows on hover. */
function SideTime({ time }: { readonly time: string }) {
  return (
    <span className="invisible block whitespace-nowrap text-right text-[10px] text-soft leading-[22px] tracking-tight tabular-nums group-hover:visible">
      {time}
    </span>
  );
}
