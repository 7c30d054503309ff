import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, type RedisConnections } from '@/lib/server/databases/redis/redis';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { createRedisOrders } from '@/lib/server/records/records.redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { FOLLOWED_KEEP_MS } from './room-uses';
import { describeRoomUses } from './room-uses.contract';

const DAY_MS = 24 * 60 * 60 * 1_000;
let redis: RedisForTests;
let nodes: RedisConnections[];

beforeAll(async () => {
  redis = await startRedisForTests();
  const logger = pino({ level: 'silent' });
  nodes = [connectRedis(redis.url, logger), connectRedis(redis.url, logger)];
  await Promise.all(nodes.map((node) => node.ready(5_000)));
});
afterAll(async () => {
  for (const node of nodes) node.close();
  await redis.stop();
});

const [one, two] = [() => nodes[0] as RedisConnections, () => nodes[1] as RedisConnections];
/** Redis's clock is not for a test to move: so it is later than what was said last. */
const later = async (ms: number) => void (await one().commands.hincrby('concord:uses:clock', 'at', -ms));

describeRoomUses('Redis', async () => ({
  rooms: createRedisRooms(one().asking),
  otherNode: createRedisRooms(two().asking),
  log: createRedisRoomLog({ ...one(), historyLimit: 10_000 }),
  orders: createRedisOrders(one().asking),
  later,
  close: async () => {},
}));

const KEEP = { writtenMs: 400 * DAY_MS, emptyMs: 60 * DAY_MS };
const room = (id: string) => ({ id, kind: 'private', title: id, topic: '', revision: 1, madeAt: 1 }) as const;

it('[G5] a room that has ended leaves no key behind', async () => {
  await one().commands.flushall();
  const rooms = createRedisRooms(one().asking);
  const log = createRedisRoomLog({ ...one(), historyLimit: 10_000 });
  await rooms.passTime(DAY_MS);
  await rooms.make(room('private-gone'));
  await rooms.admit('private-gone', { id: 'ben', name: 'Ben', at: 1, by: 'owner' });
  await log.append('private-gone', 'a', '"a"');
  await log.top('private-gone');
  await later(400 * DAY_MS);
  await rooms.passTime(400 * DAY_MS);
  expect(await rooms.endUnused(KEEP, () => false)).toEqual(['private-gone']);
  expect((await one().commands.keys('*')).sort()).toEqual(['concord:uses:clock', 'concord:uses:filled']);
});

it('[G5] rooms of a time when nobody noted their use are kept for their whole time from now, and end then', async () => {
  await one().commands.flushall();
  const ids = Array.from({ length: 250 }, (_, index) => `private-old-${index}`);
  for (const id of ids) {
    const fields = { revision: '1', record: JSON.stringify(room(id)) };
    await one().commands.hset(`concord:{${id}}:about`, fields);
  }
  const rooms = createRedisRooms(one().asking);
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

it('[G4] the list of a member’s rooms goes when they have not come for long', async () => {
  await one().commands.flushall();
  const rooms = createRedisRooms(one().asking);
  const key = 'concord:member:{ada}:rooms';
  const keptMs = async () => one().commands.pttl(key);
  await rooms.follow('ada', 'plans');
  expect(await keptMs()).toBeGreaterThan(FOLLOWED_KEEP_MS - DAY_MS);
  await one().commands.pexpire(key, DAY_MS);
  expect(await rooms.listFollowed('ada')).toEqual(['plans']);
  expect(await keptMs()).toBeGreaterThan(FOLLOWED_KEEP_MS - DAY_MS);
  await one().commands.pexpire(key, DAY_MS);
  await rooms.show('ada', 'direct-one');
  expect(await keptMs()).toBeGreaterThan(FOLLOWED_KEEP_MS - DAY_MS);
});
