import { isMessage } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { beforeAll, isCut, withNextNames } from '@/lib/chat/presence';
import { nameFold } from '@/lib/chat/text/text';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** The names of a room that has more than are told to everybody. */
export interface People {
  /** Reads the next page of names, where there is one. Nothing to do while one is being read. */
  readMore(): Promise<void>;
}

interface PeopleOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
}

export function createPeople({ room, request, store }: PeopleOptions): People {
  let isReading = false;
  return {
    readMore: async () => {
      const { present } = store.getState();
      if (isReading || !isCut(present)) return;
      isReading = true;
      // Of an empty list that is cut, everybody who stood in it has left: the names begin anew.
      const after = present.members.at(-1) ?? beforeAll;
      const answer = await request('room:members', { room, after });
      isReading = false;
      if (answer.ok) store.setState({ present: withNextNames(store.getState().present, after, answer.data) });
    },
  };
}

/**
 * Whom the member can write to: who is in one of these rooms, and then who has lately said something there, each by name.
 * Whoever has no identity beyond a classic connection cannot be written to; and whoever is gone gives way where somebody
 * else has the name by now.
 */
export function peopleIn(
  rooms: readonly Pick<ChatState, 'session' | 'present' | 'timeline'>[],
): readonly Member[] {
  const selfIds = new Set(rooms.map(memberIdOf));
  const isOther = ({ id }: Member) => !selfIds.has(id) && !id.startsWith('classic-');
  const here = rooms.flatMap(({ present }) => present.members);
  const said = rooms.flatMap(({ timeline }) =>
    timeline.entries.filter(isMessage).map(({ author }) => author),
  );
  const ids = new Set(here.map(({ id }) => id));
  const taken = new Set(here.map(({ name }) => nameFold(name)));
  // The latest by whom a name was used: what somebody was called before is found no more.
  const last = new Map(said.map((author) => [author.id, author]));
  const gone = new Map([...last.values()].map((author) => [nameFold(author.name), author]));
  return [
    ...byName(new Map(here.map((member) => [member.id, member])).values()),
    ...byName([...gone].flatMap(([fold, author]) => (taken.has(fold) || ids.has(author.id) ? [] : [author]))),
  ].filter(isOther);
}

const byName = (members: Iterable<Member>): Member[] =>
  [...members].sort((one, other) => one.name.localeCompare(other.name));
