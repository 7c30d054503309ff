import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOf } from '@/lib/server/config/settings/redis-url';
import type { RedisSettings } from '@/lib/server/databases/redis/redis';
import { describeRateLimits } from '@/lib/server/limits/rate-limits.contract';
import { createRedisRateLimits } from '@/lib/server/limits/rate-limits.redis';
import type { RoomLog } from '@/lib/server/log/room-log';
import { describeRoomLog } from '@/lib/server/log/room-log.contract';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { describePresence } from '@/lib/server/presence/store/presence.contract';
import { createRedisPresence } from '@/lib/server/presence/store/presence.redis';
import { describeModeration } from '@/lib/server/records/records.contract';
import { createRedisModeration, createRedisRoomRecords } from '@/lib/server/records/records.redis';
import { describeRooms } from '@/lib/server/rooms/rooms.contract';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { describeRoomUses } from '@/lib/server/rooms/unused/room-uses.contract';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import { startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { type RunningRedisCluster, startRedisCluster } from '@/scripts/cluster/start-redis-cluster';
import { connectCluster } from './cluster.redis';

const logger = pino({ level: 'silent' });
let cluster: RunningRedisCluster;
const nodes: { close(): void }[] = [];

beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(async () => {
  for (const node of nodes) node.close();
  await cluster?.stop();
});

async function connect(settings: RedisSettings = {}) {
  const place = placeOf(cluster.redisUrl);
  if (place.kind !== 'cluster') throw new Error('no cluster');
  const connections = connectCluster(place, `node-${nodes.length}`, logger, settings);
  nodes.push(connections);
  await connections.ready(5_000);
  return connections;
}

/** The suites count their rooms from 1, but share a cluster here. */
const inRoomsOf = (suite: string, log: RoomLog): RoomLog => ({
  append: (room, ...rest) => log.append(`${suite}-${room}`, ...rest),
  putBack: (room, ...rest) => log.putBack(`${suite}-${room}`, ...rest),
  after: (room, ...rest) => log.after(`${suite}-${room}`, ...rest),
  before: (room, ...rest) => log.before(`${suite}-${room}`, ...rest),
  find: (room, ...rest) => log.find(`${suite}-${room}`, ...rest),
  top: (room, ...rest) => log.top(`${suite}-${room}`, ...rest),
  follow: (room, follower) => log.follow(`${suite}-${room}`, follower),
});

for (const waitReplicas of [0, 1]) {
  const name = waitReplicas === 0 ? 'Redis Cluster' : 'Redis Cluster, waiting for a replica';
  describeRoomLog(name, async (historyLimit, historyBytes = Number.MAX_SAFE_INTEGER) => {
    const open = async () => {
      const connections = await connect({ waitReplicas });
      const log = createRedisRoomLog({ ...connections, historyLimit, historyBytes });
      const rooms = createRedisRooms(connections.asking);
      return { log: inRoomsOf(String(waitReplicas), log), rooms };
    };
    const [one, two] = [await open(), await open()];
    return {
      log: one.log,
      otherNode: two.log,
      rooms: {
        make: (room) => two.rooms.make({ ...room, id: `${waitReplicas}-${room.id}` }),
        replace: (room) => two.rooms.replace({ ...room, id: `${waitReplicas}-${room.id}` }),
      },
    };
  });
}

describePresence('Redis Cluster', async () => {
  const { asking } = await connect();
  return { presence: createRedisPresence({ asking, node: 'contract' }) };
});

describeRateLimits('Redis Cluster', async () => {
  const [one, two] = [await connect(), await connect()];
  const limitsOf = ({ commands, asking }: typeof one) => createRedisRateLimits({ redis: commands, asking });
  return { limits: limitsOf(one), otherNode: limitsOf(two) };
});

describeRooms('Redis Cluster', async (listedMax) => {
  const [one, two] = [await connect(), await connect()];
  return {
    rooms: createRedisRooms(one.asking, listedMax),
    otherNode: createRedisRooms(two.asking, listedMax),
  };
});

describeModeration('Redis Cluster', async () => {
  const [one, two] = [await connect(), await connect()];
  return {
    rooms: createRedisRoomRecords(one.asking),
    states: createRedisModeration(one.asking),
    otherNode: createRedisModeration(two.asking),
  };
});

describeRoomUses('Redis Cluster', async () => {
  const [one, two] = [await connect(), await connect()];
  return {
    rooms: createRedisRooms(one.asking),
    otherNode: createRedisRooms(two.asking),
    log: createRedisRoomLog({ ...one, historyLimit: 10_000 }),
    states: createRedisModeration(one.asking),
    later: async (ms) => void (await one.commands.hincrby('concord:uses:clock', 'at', -ms)),
  };
});

const open = (url: string) => openRedisStores({ url, node: 'test', historyLimit: 10, logger });

it('[C6] a cluster server given as a single Redis is refused, and the other way round', async () => {
  const [server] = cluster.servers;
  await expect(open(server?.url ?? '')).rejects.toThrow(/belongs to a cluster.*redis\+cluster:/);
  const single = await startRedisForTests();
  await expect(open(single.url.replace('redis:', 'redis+cluster:'))).rejects.toThrow(/is not a cluster/);
  await single.stop();
});

it('[C6] a cluster with one master that may evict is refused, and so is a wrong password', async () => {
  const master = await cluster.masterOf('{lobby}');
  await askRedis(master?.port ?? 0, 'CONFIG SET maxmemory-policy allkeys-lru');
  await expect(open(cluster.redisUrl)).rejects.toThrow(/allkeys-lru.*noeviction/);
  await askRedis(master?.port ?? 0, 'CONFIG SET maxmemory-policy noeviction');
  await expect(open(cluster.redisUrl.replace('://', '://ada:wrong@'))).rejects.toThrow(
    /refuses the user or password/,
  );
});

it('[C7] a node reaches every master of a cluster, and is ready once it hears itself', async () => {
  const stores = await open(cluster.redisUrl);
  for (const room of ['a', 'b', 'c', 'd', 'e', 'f']) {
    expect(await stores.log.append(room, 'a', '"a"')).toMatchObject({ position: { seq: 1 } });
  }
  const [first, second] = [
    { value: 'first', madeAt: 1 },
    { value: 'second', madeAt: 0 },
  ];
  expect(await stores.secrets.exchange([], first)).toEqual([first]);
  expect(await stores.secrets.exchange([], second)).toEqual([first]);
  await expect.poll(stores.isReachable).toBe(true);
  stores.close();
});

it('[L10] a follower keeps hearing when its connection to a cluster is cut, and when another master takes the slot', async () => {
  const connections = await connect();
  const log = createRedisRoomLog({ ...connections, historyLimit: 100 });
  const heard: string[] = [];
  let lapses = 0;
  const stop = await log.follow('moving', {
    heard: ({ entries }) => heard.push(...entries),
    lapsed: () => {
      lapses += 1;
    },
  });
  let count = 0;
  /** Says something new until it is heard: what is published during a move may be reported as lapsed instead. */
  const sayAndHear = async () => {
    await expect
      .poll(async () => {
        const isHeard = heard.includes(String(count));
        count += 1;
        await log.append('moving', String(count), String(count));
        return isHeard;
      })
      .toBe(true);
    return lapses;
  };
  const first = await sayAndHear();
  const port = (await cluster.masterOf('{moving}'))?.port ?? 0;
  await askRedis(port, 'CLIENT KILL TYPE pubsub');
  await expect.poll(() => lapses).toBeGreaterThan(first);
  const second = await sayAndHear();
  await cluster.untilMasterIsNot('{moving}', await cluster.killMasterOf('{moving}'));
  await expect.poll(() => lapses).toBeGreaterThan(second);
  await sayAndHear();
  await cluster.revive();
  stop();
});

it('[E5] a log starts a new epoch when another master of the cluster takes it over, even if no connection was lost', async () => {
  const connections = await connect();
  const log = createRedisRoomLog({ ...connections, historyLimit: 100 });
  const epoch = (await log.append('taken-over', 'a', '"a"'))?.position.epoch ?? 0;
  expect((await log.top('taken-over')).epoch).toBe(epoch);
  const port = (await cluster.masterOf('{taken-over}'))?.port ?? 0;
  await askRedis(await replicaOf(port), 'CLUSTER FAILOVER');
  await cluster.untilMasterIsNot('{taken-over}', port);
  await expect.poll(async () => (await log.top('taken-over')).epoch).toBeGreaterThan(epoch);
  expect(await log.append('taken-over', 'a', '"a"')).toMatchObject({ position: { seq: 1 }, isRepeat: true });
});

async function replicaOf(masterPort: number): Promise<number> {
  for (const { port } of cluster.servers) {
    if ((await askRedis(port, 'INFO replication')).includes(`master_port:${masterPort}\r`)) return port;
  }
  throw new Error(`nobody replicates ${masterPort}`);
}
