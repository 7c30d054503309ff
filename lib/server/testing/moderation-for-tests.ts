import { expect } from 'vitest';
import type { Moderation } from '@/lib/chat/moderation';
import type { NodeForTests } from './node-for-tests';
import { ask, come, type Somebody, say as sayIn } from './somebody-for-tests';
import type { TwoNodes } from './two-nodes-for-tests';

/** The room that is moderated. */
export const ROOM = 'plans';
export const HOUR_MS = 3_600_000;

export const say = (who: Somebody, text: string, room = ROOM) => sayIn(who, room, text);

export const moderate = (who: Somebody, action: Moderation, room = ROOM) =>
  ask(who, 'room:moderate', { room, action });

export const join = (who: Somebody, room = ROOM) => ask(who, 'room:join', { room });

export const comeFrom = (
  place: TwoNodes,
  index: number,
  name: string,
  more: Parameters<typeof come>[3] = {},
) => come(place, place.nodes[index % 2] as NodeForTests, name, more);

/** Ada's room, with Cleo in it, and Ben, who is at the other node. */
export async function three(place: TwoNodes): Promise<[Somebody, Somebody, Somebody]> {
  const people = (await Promise.all(
    ['Ada', 'Ben', 'Cleo'].map((name, index) =>
      comeFrom(place, index, name, { address: `10.0.0.${index + 1}` }),
    ),
  )) as [Somebody, Somebody, Somebody];
  await ask(people[0], 'room:make', { kind: 'open', id: ROOM, title: 'Plans', topic: '' });
  for (const who of people) await join(who);
  // A node knows whom its own pages see; it takes a moment until everybody sees everybody.
  const names = (who: Somebody) => join(who).then(({ present }) => present.members.length);
  for (const who of people) await expect.poll(() => names(who)).toBe(people.length);
  return people;
}
