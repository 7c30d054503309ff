import { expect, it } from 'vitest';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { createRedisModeration } from '@/lib/server/records/records.redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { MY_ROOMS_KEEP_MS } from './room-uses';
import { describeRoomUses } from './room-uses.contract';

const DAY_MS = 24 * 60 * 60 * 1_000;
const links = new TwoLinks();
/** A test cannot move Redis's clock, so it moves back the time of the last step. */
const later = async (ms: number) => void (await links.one.commands.hincrby('concord:uses:clock', 'at', -ms));

describeRoomUses('Redis', async () => ({
  rooms: createRedisRooms(links.one.asking),
  otherNode: createRedisRooms(links.two.asking),
  log: createRedisRoomLog({ ...links.one, historyLimit: 10_000 }),
  states: createRedisModeration(links.one.asking),
  later,
}));

const KEEP = { writtenMs: 400 * DAY_MS, emptyMs: 60 * DAY_MS };
const room = (id: string) => ({ id, kind: 'private', title: id, topic: '', revision: 1, madeAt: 1 }) as const;

it('[G5] a room that has ended leaves no key behind', async () => {
  await links.one.commands.flushall();
  const rooms = createRedisRooms(links.one.asking);
  const log = createRedisRoomLog({ ...links.one, historyLimit: 10_000 });
  await rooms.passTime(DAY_MS);
  await rooms.make(room('private-gone'));
  await rooms.admit('private-gone', { id: 'ben', name: 'Ben', at: 1, by: 'owner' });
  await log.append('private-gone', 'a', '"a"');
  await log.top('private-gone');
  await later(400 * DAY_MS);
  await rooms.passTime(400 * DAY_MS);
  expect(await rooms.endUnused(KEEP, () => false)).toEqual(['private-gone']);
  expect((await links.one.commands.keys('*')).sort()).toEqual(['concord:uses:clock', 'concord:uses:filled']);
});

it('[G5] rooms from before anybody noted their use are kept for their whole time from now, and then end', async () => {
  await links.one.commands.flushall();
  const ids = Array.from({ length: 250 }, (_, index) => `private-old-${index}`);
  for (const id of ids) {
    const fields = { revision: '1', record: JSON.stringify(room(id)) };
    await links.one.commands.hset(`concord:{${id}}:about`, fields);
  }
  const rooms = createRedisRooms(links.one.asking);
  const pass = async (days: number) => {
    await later(days * DAY_MS);
    await rooms.passTime(days * DAY_MS);
    return rooms.endUnused(KEEP, () => false);
  };
  await rooms.passTime(DAY_MS);
  expect(await pass(1)).toEqual([]);
  expect(await pass(59)).toEqual([]);
  await rooms.used('private-old-0');
  expect((await pass(1)).sort()).toEqual(ids.slice(1).sort());
  expect(await pass(59)).toEqual(['private-old-0']);
});

it('[G4] a member’s list of rooms goes when they have not come for long', async () => {
  await links.one.commands.flushall();
  const rooms = createRedisRooms(links.one.asking);
  const key = 'concord:member:{ada}:rooms';
  const keptMs = async () => links.one.commands.pttl(key);
  await rooms.addToMyRooms('ada', 'plans');
  expect(await keptMs()).toBeGreaterThan(MY_ROOMS_KEEP_MS - DAY_MS);
  await links.one.commands.pexpire(key, DAY_MS);
  expect(await rooms.listMyRooms('ada')).toEqual(['plans']);
  expect(await keptMs()).toBeGreaterThan(MY_ROOMS_KEEP_MS - DAY_MS);
  await links.one.commands.pexpire(key, DAY_MS);
  await rooms.show('ada', 'direct-one');
  expect(await keptMs()).toBeGreaterThan(MY_ROOMS_KEEP_MS - DAY_MS);
});
