import { isMessage } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { nameFold } from '@/lib/chat/text/text';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';

/**
 * Returns whom the member can write to: first those who are in one of these rooms, then those who lately said something there,
 * each sorted by name. Leaves out classic connections, which have no identity to write to, and people who are gone and whose
 * name is somebody else's by now.
 */
export function knownPeople(
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
