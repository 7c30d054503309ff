import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis } from '../redis';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';
import type { Published } from './room-log';
import { describeRoomLog } from './room-log.contract';
import { createRedisRoomLog } from './room-log.redis';

const logger = pino({ level: 'silent' });

let redis: RedisForTests;
beforeAll(async () => {
  redis = await startRedisForTests();
});
afterAll(() => redis?.stop());

/** One node's view of the logs. */
function openLog(historyLimit: number) {
  const connections = connectRedis(redis.url, logger);
  const log = createRedisRoomLog({
    asking: connections.asking,
    appends: connections.appends,
    subscriber: connections.subscriber,
    historyLimit,
  });
  return { log, connections };
}

describeRoomLog('Redis', async (historyLimit) => {
  const [one, two] = [openLog(historyLimit), openLog(historyLimit)];
  await Promise.all([one, two].map(({ connections }) => connections.ready(5_000)));
  return {
    log: one.log,
    otherNode: two.log,
    close: async () => {
      for (const node of [one, two]) node.connections.close();
    },
  };
});

it('[L4] trimming leaves nothing behind in Redis, neither entry nor id', async () => {
  const { log, connections } = openLog(3);
  await connections.ready(5_000);
  for (let index = 1; index <= 50; index++) await log.append('trimmed', String(index), '"x"');
  expect(await connections.commands.xlen('concord:{trimmed}:log')).toBe(3);
  expect(Object.keys(await connections.commands.hgetall('concord:{trimmed}:ids')).sort()).toEqual([
    '48',
    '49',
    '50',
  ]);
  connections.close();
});

it('[L10] after its connection was cut, a follower learns that it may have missed something', async () => {
  const [node, admin] = [openLog(100), openLog(100)];
  await Promise.all([node, admin].map(({ connections }) => connections.ready(5_000)));
  const heard: Published[] = [];
  let lapses = 0;
  await node.log.follow('cut', {
    heard: (published) => heard.push(published),
    lapsed: () => {
      lapses += 1;
    },
  });
  await admin.connections.commands.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await expect.poll(() => lapses).toBe(1);
  await admin.log.append('cut', 'a', '"a"');
  await expect.poll(() => heard.map(({ entry }) => entry)).toEqual(['"a"']);
  for (const { connections } of [node, admin]) connections.close();
});

it('[L11] while Redis does not answer, everything is refused as store_unavailable, and works again after', async () => {
  const { log, connections } = openLog(100);
  await connections.ready(5_000);
  redis.pause();
  const asked = [log.append('frozen', 'a', '"a"'), log.after('frozen', 0, 1), log.top('frozen')];
  for (const answer of await Promise.allSettled(asked)) {
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'store_unavailable' } });
  }
  redis.resume();
  const again = await log.append('frozen', 'a', '"a"');
  expect(again.position.seq).toBe(1);
  expect((await log.after('frozen', 0, 10)).entries).toEqual(['"a"']);
  connections.close();
});
