'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { memberIdOf } from '@/lib/client/chat-state';
import { readMorePeople, useChat } from '@/lib/client/use-chat';
import { MemberItem } from './member-item';
import { useTexts } from './preferences-provider';

/** Names are read this far before they are seen. */
const READ_AHEAD = '400px';

/** Who is in the room, by name. In a big one more names are read as the reader gets to them. */
export function MemberList() {
  const texts = useTexts();
  const { count, members } = useChat((state) => state.present);
  const selfId = useChat(memberIdOf);
  const isKnown = useChat((state) => state.timeline.epoch !== null);
  const area = useRef<HTMLElement>(null);
  const end = useReachedEnd(area, members.length);
  const more = count - members.length;
  if (count === 0) {
    return isKnown && <p className="px-4 text-small text-soft">{texts.nobodyHere}</p>;
  }
  return (
    <section
      ref={area}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard.
      tabIndex={0}
      aria-label={texts.people}
      className="min-h-0 flex-1 overflow-y-auto pb-4"
    >
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
    </section>
  );
}

/** Reads on when the end of the list comes near, and again where it is still near after that. */
function useReachedEnd(
  area: RefObject<HTMLElement | null>,
  listed: number,
): RefObject<HTMLParagraphElement | null> {
  const end = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an observer that sees no change says nothing.
  useEffect(() => {
    if (!end.current) return;
    const watch = (entries: readonly IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void readMorePeople();
    };
    const observer = new IntersectionObserver(watch, { root: area.current, rootMargin: READ_AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [area, listed]);
  return end;
}
