'use client';

import { type ReactNode, useRef } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { useReachedEnd } from '@/components/ui/use-reached-end';
import type { AdmittedMember } from '@/lib/chat/events/admitted';
import { isCut } from '@/lib/chat/presence';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { readMorePeople, useChat } from '@/lib/client/use-chat';
import { AdmittedItem } from './admitted-item';
import { PeopleArea } from './people-area';
import { useAdmitted } from './use-admitted';

/** Everybody who may enter a private room, whether here or away; for its moderators. */
export function AdmittedList() {
  const texts = useTexts();
  const present = useChat((state) => state.present);
  const selfId = useChat(memberIdOf);
  const admitted = useAdmitted();
  const area = useRef<HTMLElement>(null);
  const listed = present.members.length + admitted.members.length;
  const end = useReachedEnd(area, listed, () => {
    void readMorePeople();
    admitted.readMore();
  });
  const known = new Map(admitted.members.map((member) => [member.id, member]));
  const here = present.members.map((member) => ({ ...known.get(member.id), ...member, isHere: true }));
  const away = notAmong(here, admitted.members, isCut(present));
  const hasMore = isCut(present) || admitted.after !== undefined;
  return (
    <PeopleArea ref={area}>
      <Group title={texts.moderation.peopleHere} count={present.count}>
        {here.map((member) => (
          <AdmittedItem key={member.id} member={member} isSelf={member.id === selfId} />
        ))}
      </Group>
      {admitted.isKnown && (
        <Group title={texts.moderation.peopleAway} {...(hasMore ? {} : { count: away.length })}>
          {away.map((member) => (
            <AdmittedItem key={member.id} member={member} isSelf={member.id === selfId} />
          ))}
        </Group>
      )}
      {admitted.isKnown && away.length === 0 && !hasMore && (
        <p className="px-4 text-small text-soft">{texts.moderation.nobodyAway}</p>
      )}
      {hasMore && <p ref={end} className="h-px" />}
    </PeopleArea>
  );
}

/** A member who is here but further down in a cut list is not away. */
function notAmong(
  here: readonly AdmittedMember[],
  all: readonly AdmittedMember[],
  isHereCut: boolean,
): readonly AdmittedMember[] {
  const ids = new Set(here.map(({ id }) => id));
  return all.filter(({ id, isHere }) => !ids.has(id) && !(isHere && isHereCut));
}

interface GroupProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

function Group({ title, count, children }: GroupProps) {
  return (
    <section aria-label={title} className="not-first:pt-4">
      <h3 className="flex gap-1.5 px-4 pb-1 font-medium text-small text-soft">
        <span>{title}</span>
        {count !== undefined && <span className="font-normal tabular-nums">{count}</span>}
      </h3>
      <ul className="flex flex-col px-2">{children}</ul>
    </section>
  );
}
