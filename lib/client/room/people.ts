import { isMessage } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { beforeAll, isCut, withNextNames } from '@/lib/chat/presence';
import { nameFold } from '@/lib/chat/text/text';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

/** The names in a room that has more members than a node tells everybody. */
export interface People {
  /** Reads the next page of names, if there is one. Does nothing while one is being read. */
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
      // If the list is cut and empty, everybody who was on it has left: read from the beginning.
      const after = present.members.at(-1) ?? beforeAll;
      const answer = await request('room:members', { room, after });
      isReading = false;
      if (answer.ok) store.setState({ present: withNextNames(store.getState().present, after, answer.data) });
    },
  };
}

/**
 * Returns whom the member can write to: first those who are in one of these rooms, then those who lately said something there,
 * each sorted by name. Leaves out classic connections, which have no identity to write to, and people who are gone and whose
 * name is somebody else's by now.
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
  // For each name, only the member who used it last; earlier names of a member are not found.
  const last = new Map(said.map((author) => [author.id, author]));
  const gone = new Map([...last.values()].map((author) => [nameFold(author.name), author]));
  return [
    ...byName(new Map(here.map((member) => [member.id, member])).values()),
    ...byName([...gone].flatMap(([fold, author]) => (taken.has(fold) || ids.has(author.id) ? [] : [author]))),
  ].filter(isOther);
}

const byName = (members: Iterable<Member>): Member[] =>
  [...members].sort((one, other) => one.name.localeCompare(other.name));
