'use client';

import { Avatar } from '@/components/ui/avatar';
import { memberIdOf } from '@/lib/client/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { MemberName } from './member-name';
import { useTexts } from './preferences-provider';

/** Who is in the room, by name. */
export function MemberList() {
  const texts = useTexts();
  const { count, members } = useChat((state) => state.present);
  const selfId = useChat(memberIdOf);
  const isKnown = useChat((state) => state.timeline.epoch !== null);
  const more = count - members.length;
  if (members.length === 0) {
    return isKnown && <p className="px-4 text-small text-soft">{texts.nobodyHere}</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard.
    <section tabIndex={0} aria-label={texts.people} className="min-h-0 flex-1 overflow-y-auto pb-4">
      <ul className="flex flex-col px-2">
        {members.map(({ id, name }) => (
          <li key={id} className="flex h-9 items-center gap-2.5 px-2">
            <Avatar id={id} name={name} size="small" />
            <MemberName id={id} name={name} />
            {id === selfId && <span className="text-small text-soft">{texts.you}</span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="px-4 py-2 text-small text-soft">{texts.morePeople(more)}</p>}
    </section>
  );
}
