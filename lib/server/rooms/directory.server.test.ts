import { expect, it } from 'vitest';
import type { RoomInfo } from '@/lib/chat/room';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { ask, come, type Somebody, say } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';
import { LISTED_ROOMS_MAX, type Rooms } from './rooms';
import { createRedisRooms } from './rooms.redis';

const place = new TwoNodes();

/** Fills the directory with rooms of a patient stranger, who writes in all of them or in none. */
async function fill(rooms: Rooms, isWritten: boolean): Promise<void> {
  const stranger = { id: 'stranger', name: 'Mallory' };
  const room = (index: number): RoomRecord => ({
    id: `junk-${index}`,
    kind: 'open',
    title: `Junk ${index}`,
    topic: '',
    owner: stranger,
    revision: 1,
    madeAt: 1,
  });
  const all = Array.from({ length: LISTED_ROOMS_MAX }, (_, index) => room(index));
  for (let index = 0; index < all.length; index += 500) {
    const some = all.slice(index, index + 500);
    await Promise.all(some.map((made) => rooms.make(made)));
    if (isWritten) await Promise.all(some.map((made) => rooms.written(made)));
  }
}

const listed = async (who: Somebody, search: string): Promise<string[]> =>
  (await ask(who, 'rooms:list', { search })).rooms.map(({ room }: { room: RoomInfo }) => room.id);

it('[M10] filling the directory keeps nobody from making a room, and costs no room its messages', async () => {
  const [ada, ben] = await Promise.all([
    come(place, place.nodes[0], 'Ada'),
    come(place, place.nodes[1], 'Ben'),
  ]);
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  for (const who of [ada, ben]) await ask(who, 'room:join', { room: 'plans' });
  await say(ada, 'plans', 'before');
  await expect.poll(() => ben.heard).toEqual(['before']);
  expect(await listed(ben, 'plans')).toEqual(['plans']);
  await fill(createRedisRooms(place.admin.asking), true);
  expect(await listed(ben, 'plans')).toEqual([]);

  const made = await ask(ben, 'room:make', { kind: 'open', id: 'more', title: 'More plans', topic: '' });
  expect(made.room).toMatchObject({ id: 'more' });
  expect(await listed(ada, 'more')).toEqual(['more']);

  const { rooms } = await ask(ada, 'my-rooms:list', {});
  expect(rooms.map(({ id }: RoomInfo) => id)).toEqual(['plans']);
  const eve = await come(place, place.nodes[1], 'Eve');
  const joined = await ask(eve, 'room:join', { room: 'plans' });
  expect(joined.catchUp.entries).toMatchObject([{ text: 'before' }]);
  // Within ten minutes his node has reported no message there to the store; hers has.
  await say(ben, 'plans', 'after');
  await expect.poll(() => ada.heard).toEqual(['before', 'after']);
  await expect.poll(() => listed(eve, 'plans')).toEqual(['plans']);
});

it('[M10] a room that Redis lost and nodes put back does not count as never written in', async () => {
  const ada = await come(place, place.nodes[0], 'Ada');
  await ask(ada, 'room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await ask(ada, 'room:join', { room: 'plans' });
  await say(ada, 'plans', 'before');
  await expect.poll(() => ada.heard).toEqual(['before']);
  await place.admin.commands.flushall();
  await say(ada, 'plans', 'after');
  await expect.poll(() => ada.heard).toEqual(['before', 'after']);
  await fill(createRedisRooms(place.admin.asking), false);
  expect(await listed(ada, 'plans')).toEqual(['plans']);
});
