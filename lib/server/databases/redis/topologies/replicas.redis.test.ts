import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectRedis } from '@/lib/server/databases/redis/redis';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { askRedis } from '@/scripts/cluster/ask-redis';

let master: RedisForTests;
let replica: RedisForTests;
const closing: (() => void)[] = [];

beforeEach(async () => {
  const args = ['--repl-diskless-sync-delay', '0'];
  master = await startRedisForTests({ args });
  replica = await startRedisForTests({ args: [...args, '--replicaof', '127.0.0.1', String(master.port)] });
  await expect.poll(() => askRedis(replica.port, 'INFO replication')).toContain('master_link_status:up');
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  replica.resume();
  await replica.stop();
  await master.stop();
});

async function openLog() {
  const logger = pino({ level: 'silent' });
  const connections = connectRedis(master.url, logger, { waitReplicas: 1 });
  closing.push(connections.close);
  await connections.ready(5_000);
  return createRedisRoomLog({ ...connections, historyLimit: 1_000 });
}

const refused = { status: 'rejected', reason: { code: 'store_unavailable' } };
const settled = async (appending: Promise<unknown>) => (await Promise.allSettled([appending]))[0];

it('[L12] what no replica has is not acknowledged; once one has it, it is acknowledged once, in one place', async () => {
  const log = await openLog();
  await log.append('lobby', 'a', '"a"');
  replica.pause();
  expect(await settled(log.append('lobby', 'b', '"b"'))).toMatchObject(refused);
  expect(await settled(log.append('lobby', 'b', '"b"'))).toMatchObject(refused);
  replica.resume();
  expect(await log.append('lobby', 'b', '"b"')).toMatchObject({ position: { seq: 2 }, isRepeat: true });
  expect((await log.after('lobby', 0, 10)).entries).toEqual(['"a"', '"b"']);
});

it('[L12] a repeated id is not acknowledged through another node either, which itself wrote nothing', async () => {
  const [one, two] = [await openLog(), await openLog()];
  replica.pause();
  expect(await settled(one.append('lobby', 'a', '"a"'))).toMatchObject(refused);
  expect(await settled(two.append('lobby', 'a', '"a"'))).toMatchObject(refused);
  replica.resume();
  expect(await two.append('lobby', 'a', '"a"')).toMatchObject({ position: { seq: 1 }, isRepeat: true });
});

it('[L12] many appends share one wait, and nothing but appends waits', async () => {
  const log = await openLog();
  await Promise.all(Array.from({ length: 200 }, (_, index) => log.append('lobby', `${index}`, '"x"')));
  const waits = Number(
    /cmdstat_wait:calls=(\d+)/.exec(await askRedis(master.port, 'INFO commandstats'))?.[1],
  );
  expect(waits).toBeLessThan(20);
  replica.pause();
  let isRefused = false;
  const appending = settled(log.append('lobby', 'late', '"late"')).then(() => {
    isRefused = true;
  });
  expect((await log.after('lobby', 0, 1)).entries).toEqual(['"x"']);
  expect(isRefused).toBe(false);
  await appending;
});
