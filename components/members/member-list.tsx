'use client';

import { useRef } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { late } from '@/components/ui/late';
import { useReachedEnd } from '@/components/ui/use-reached-end';
import { isAtLeast } from '@/lib/chat/moderation';
import { memberIdOf, ownRoleOf } from '@/lib/client/state/chat-state';
import { readMorePeople, useChat } from '@/lib/client/use-chat';
import { MemberItem } from './member-item';
import { PeopleArea } from './people-area';

const AdmittedList = late(() => import('./admitted-list').then((module) => module.AdmittedList));

/** Who is in the room; for the moderators of a private room, who may be. */
export function MemberList() {
  const isKeeper = useChat(
    (state) => state.room?.kind === 'private' && isAtLeast(ownRoleOf(state), 'moderator'),
  );
  return isKeeper ? <AdmittedList /> : <PresentList />;
}

/** Sorted by name. In a big room, more names are read as the reader reaches them. */
function PresentList() {
  const texts = useTexts();
  const { count, members } = useChat((state) => state.present);
  const selfId = useChat(memberIdOf);
  const isKnown = useChat((state) => state.timeline.epoch !== null);
  const area = useRef<HTMLElement>(null);
  const end = useReachedEnd(area, members.length, () => void readMorePeople());
  const more = count - members.length;
  if (count === 0) {
    return isKnown && <p className="px-4 text-small text-soft">{texts.nobodyHere}</p>;
  }
  return (
    <PeopleArea ref={area}>
      <ul className="flex flex-col px-2">
        {members.map((member) => (
          <MemberItem key={member.id} member={member} isSelf={member.id === selfId} />
        ))}
      </ul>
      {more > 0 && (
        <p ref={end} className="px-4 py-2 text-small text-soft">
          {texts.morePeople(more)}
        </p>
      )}
    </PeopleArea>
  );
}
