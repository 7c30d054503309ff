import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import type { Stores } from '@/lib/server/stores/stores';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

let master: RedisForTests;
let replica: RedisForTests;
let folder: string;
let stores: Stores;
let lines: { level: number; msg: string }[];

/** @param waitReplicas as REDIS_WAIT_REPLICAS */
async function open(waitReplicas = 0): Promise<Stores> {
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const settings = { waitReplicas };
  return openRedisStores({ url: master.url, settings, node: 'one', historyLimit: 1_000, logger });
}

beforeEach(async () => {
  lines = [];
  const args = ['--repl-diskless-sync-delay', '0'];
  folder = temporaryFolder('redis');
  master = await startRedisForTests({ args, dir: folder });
  replica = await startRedisForTests({ args: [...args, '--replicaof', '127.0.0.1', String(master.port)] });
  await expect.poll(() => askRedis(replica.port, 'INFO replication')).toContain('master_link_status:up');
});
afterEach(async () => {
  stores.close();
  replica.resume();
  await replica.stop();
  await master.stop();
  removeFolder(folder);
});

interface Fault {
  readonly waitReplicas?: number;
  breakIt(): Promise<unknown>;
  mend(): Promise<unknown>;
  readonly reason: RegExp;
}

const configure = (setting: string) => askRedis(master.port, `CONFIG SET ${setting}`);

const FAULTS: Readonly<Record<string, Fault>> = {
  'that is out of memory': {
    breakIt: () => configure('maxmemory 1'),
    mend: () => configure('maxmemory 0'),
    reason: /out of memory \(maxmemory\)/,
  },
  'that cannot save to its disk': {
    breakIt: async () => {
      removeFolder(folder);
      await configure('save "3600 1"');
      await askRedis(master.port, 'SET anything 1');
      const persistence = async () => {
        // Asked again each time: Redis refuses while it saves for the replica, into a folder that was still there.
        await askRedis(master.port, 'BGSAVE');
        return askRedis(master.port, 'INFO persistence');
      };
      await expect.poll(persistence).toContain('rdb_last_bgsave_status:err');
    },
    mend: () => configure('stop-writes-on-bgsave-error no'),
    reason: /cannot write to its disk/,
  },
  'that lacks the replicas that it needs to write': {
    breakIt: async () => {
      await configure('min-replicas-to-write 2');
    },
    mend: () => configure('min-replicas-to-write 0'),
    reason: /too few replicas \(min-replicas-to-write\)/,
  },
  'whose replica hangs, while nodes wait for it': {
    waitReplicas: 1,
    breakIt: async () => replica.pause(),
    mend: async () => replica.resume(),
    reason: /0 of 1 replicas .*REDIS_WAIT_REPLICAS/,
  },
  'that has become a replica': {
    breakIt: () => askRedis(master.port, `REPLICAOF 127.0.0.1 ${replica.port}`),
    mend: () => askRedis(master.port, 'REPLICAOF NO ONE'),
    reason: /read-only replica|connection to Redis was lost|does not answer/,
  },
};

const aboutStoring = () => lines.map(({ msg }) => msg).filter((msg) => /stored/.test(msg));
const append = (id: string) => stores.log.append('lobby', id, '"hello"');
const refused = { code: 'store_unavailable' };

for (const [what, { waitReplicas, breakIt, mend, reason }] of Object.entries(FAULTS)) {
  it(`[A5] nothing is acknowledged by a Redis ${what}, and the log says so once, with the reason`, async () => {
    stores = await open(waitReplicas);
    await append('before');
    expect(await stores.isReachable()).toBe(true);
    const heard: boolean[] = [];
    stores.watch.listen((isStoring) => heard.push(isStoring));
    await breakIt();
    for (let at = 0; at < 3; at += 1) await expect(append(`while-${at}`)).rejects.toMatchObject(refused);
    expect(await stores.isReachable()).toBe(false);
    await mend();
    await expect.poll(stores.isReachable).toBe(true);
    expect(await append('while-0')).toHaveProperty('position');
    expect(heard).toEqual([false, true]);
    expect(aboutStoring()).toEqual([expect.stringMatching(reason), 'messages can be stored again']);
  });

  it(`[A5] a node on a Redis ${what} is not ready, even if nobody writes`, async () => {
    stores = await open(waitReplicas);
    expect(await stores.isReachable()).toBe(true);
    await breakIt();
    await expect.poll(stores.isReachable).toBe(false);
    await mend();
    await expect.poll(stores.isReachable).toBe(true);
    expect(aboutStoring()).toEqual([expect.stringMatching(reason), 'messages can be stored again']);
  });
}

it('[A5] a node that starts on a Redis that is out of memory is not ready until that changes', async () => {
  await configure('maxmemory 1');
  stores = await open();
  expect(await stores.isReachable()).toBe(false);
  await configure('maxmemory 0');
  await expect.poll(stores.isReachable).toBe(true);
  expect(aboutStoring()).toEqual([expect.stringMatching(/out of memory/), 'messages can be stored again']);
});

it('[A5] what a node writes as a probe is gone a while later', async () => {
  stores = await open();
  const keys = (await askRedis(master.port, 'KEYS *probe*')).match(/concord:\S+/g) ?? [];
  expect(keys).toHaveLength(2);
  for (const key of keys)
    expect(Number(/:(-?\d+)/.exec(await askRedis(master.port, `TTL ${key}`))?.[1])).toBeGreaterThan(0);
});
