import { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisPlace } from '@/lib/server/config/settings/redis-url';
import { type Appends, createAppends } from '@/lib/server/databases/redis/appends.redis';
import {
  type Asking,
  createAsking,
  type Link,
  REDIS_DEADLINE_MS,
} from '@/lib/server/databases/redis/asking.redis';
import { keepCanary } from '@/lib/server/databases/redis/canary.redis';
import { COMMON, closeConnection, retryDelay, waysOf } from '@/lib/server/databases/redis/connection.redis';
import { createOutageLog, type OutageLog } from '@/lib/server/databases/redis/outages.redis';
import { type RedisSettings, ready, within } from '@/lib/server/databases/redis/redis';
import { createSubscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { createClusterAppends } from './cluster-appends.redis';
import { type Address, tagAt } from './cluster-slots.redis';
import { type ClusterSubscriber, createClusterSubscriber, type Shard } from './cluster-subscriber.redis';

export interface ClusterConnections {
  readonly commands: Cluster;
  readonly asking: Asking;
  readonly appends: Appends;
  readonly subscriber: ClusterSubscriber;
  readonly outages: OutageLog;
  ready(ms: number): Promise<void>;
  close(): void;
}

/** How often the client checks who has which slot, besides when it is told that one has moved. */
const LOOK_EVERY_MS = 1_000;

type Place = RedisPlace & { kind: 'cluster' };

/** @param node unique for each start of a node */
export function connectCluster(
  place: Place,
  node: string,
  logger: Logger,
  { tlsCa, waitReplicas = 0 }: RedisSettings = {},
): ClusterConnections {
  const access = { ...place.credentials, ...waysOf(place, tlsCa) };
  const outages = createOutageLog(logger);
  const open = (purpose: string) => {
    const cluster = openCluster(place, { ...access, connectionName: `concord:${purpose}` });
    outages.watch(cluster);
    return { redis: cluster, asking: createAsking(cluster, 'script') };
  };
  const commands = open('commands');
  const appends = waitReplicas === 0 ? commands : open('appends');
  const links = [...new Set([commands, appends])];
  const subscriber = createClusterSubscriber(commands.redis, (address) =>
    openShard({ address, access, commands: commands.redis, links, node, outages, logger }),
  );
  return {
    commands: commands.redis,
    asking: commands.asking,
    appends:
      waitReplicas === 0
        ? createAppends(commands.asking, 0)
        : createClusterAppends(appends.redis, waitReplicas),
    subscriber,
    outages,
    ready: (ms) => within(ms, Promise.all(links.map(({ redis }) => allReady(redis)))),
    close: () => {
      subscriber.close();
      for (const { redis } of links) redis.disconnect();
    },
  };
}

async function allReady(cluster: Cluster): Promise<void> {
  await ready(cluster);
  await Promise.all(cluster.nodes('master').map(ready));
}

type Access = ReturnType<typeof waysOf> & Place['credentials'];

function openCluster(place: Place, redisOptions: Access & { readonly connectionName: string }): Cluster {
  const { maxRetriesPerRequest, connectTimeout } = COMMON;
  return new Cluster(
    place.servers.map((address) => ({ ...address })),
    {
      // Connected in advance, to replicas too: while a connection is being opened, whatever needs it is refused.
      redisOptions: { maxRetriesPerRequest, connectTimeout, lazyConnect: false, ...redisOptions },
      enableOfflineQueue: false,
      clusterRetryStrategy: retryDelay,
      // The caller decides whether to ask again; only commands to a moved slot are sent on.
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      slotsRefreshTimeout: REDIS_DEADLINE_MS,
      slotsRefreshInterval: LOOK_EVERY_MS,
      // Certificates are issued for names.
      ...(place.isTls ? { dnsLookup: (name, take) => take(null, name) } : {}),
    },
  );
}

interface ShardOptions {
  readonly address: Address;
  readonly access: Access;
  readonly commands: Cluster;
  readonly links: readonly Link[];
  readonly node: string;
  readonly outages: OutageLog;
  readonly logger: Logger;
}

/** A connection that hears one master, and a canary there. */
function openShard({ address, access, commands, links, node, outages, logger }: ShardOptions): Shard {
  const colon = address.lastIndexOf(':');
  const redis = new Redis({
    ...COMMON,
    ...access,
    host: address.slice(0, colon),
    port: Number(address.slice(colon + 1)),
    connectionName: 'concord:entries',
    autoResubscribe: false,
  });
  outages.watch(redis);
  // A slot has moved, and its channels are no longer heard here. Reconnecting finds out which.
  redis.on('moved', () => {
    commands.refreshSlotsCache();
    redis.disconnect(true);
  });
  const subscriber = createSubscriber(redis, 'SPUBLISH');
  const canary = keepCanary({
    links,
    subscriber: redis,
    publish: 'SPUBLISH',
    channel: () => `concord:canary:{${tagAt(commands, address)}}:${node}`,
    logger,
  });
  return {
    subscriber,
    isHeard: canary.isHeard,
    close: () => {
      canary.stop();
      closeConnection(redis);
    },
  };
}
