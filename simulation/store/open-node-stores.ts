import type { Logger } from 'pino';
import { createAppends } from '@/lib/server/databases/redis/appends.redis';
import { createAsking } from '@/lib/server/databases/redis/asking.redis';
import { keepCanary } from '@/lib/server/databases/redis/canary.redis';
import { createOutageLog } from '@/lib/server/databases/redis/outages.redis';
import { ready, within } from '@/lib/server/databases/redis/redis';
import { createClusterSignals } from '@/lib/server/databases/redis/signals.redis';
import { createRedisSigns } from '@/lib/server/databases/redis/signs.redis';
import { createSubscriber, type Subscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { openPorts } from '@/lib/server/stores/open-stores.redis';
import type { Stores } from '@/lib/server/stores/stores';
import { type OpenedStores, watchedStores } from '@/lib/server/stores/watched-stores';
import { ModelConnection } from './model-connection';
import type { StoreGate } from './store-gate';
import type { StoreWorld } from './wire';

/** As long as a node waits at its start, see open-stores.redis.ts. */
const START_WAIT_MS = 5_000;

type Redis = Parameters<typeof createSubscriber>[0];
type Cluster = Parameters<typeof createClusterSignals>[0];

export interface OpenOptions {
  readonly historyLimit?: number;
  readonly historyBytes?: number;
  readonly leaseMs?: number | undefined;
  /** How many replicas must have an entry before it is acknowledged: 1 makes failovers lose nothing. */
  readonly waitReplicas?: number;
  readonly logger: Logger;
}

export interface NodeStores extends OpenedStores {
  /** Over which the node asks. */
  readonly commands: ModelConnection;
  readonly asking: ReturnType<typeof createAsking>;
  readonly subscriber: Subscriber;
  /** What the nodes tell each other, and may be lost. */
  publish(channel: string, message: string): void;
  /** The stores, once they have been probed. */
  watched(): Promise<Stores>;
}

interface Options extends OpenOptions {
  readonly gate: StoreGate;
  readonly world: StoreWorld;
  readonly node: string;
}

/** The stores of one node over connections to the model, put together as open-stores.redis.ts does it over a Redis. */
export function openNodeStores(options: Options): NodeStores {
  const { node, leaseMs, historyLimit = 1_000, historyBytes = Number.MAX_SAFE_INTEGER, logger } = options;
  const { connections, links, appends, close } = connect(options);
  const { commands, entries } = connections;
  const [{ redis, asking }] = links;
  const subscriber = createSubscriber(asRedis(entries));
  const channel = () => `concord:canary:${node}`;
  const canary = keepCanary({ links, subscriber: asRedis(entries), channel, logger });
  const signs = createRedisSigns({
    commands: redis,
    appends,
    isHeard: canary.isHeard,
    node,
    tags: () => ['0'],
  });
  const stores = {
    ...openPorts({ redis, asking, appends, subscriber }, { node, leaseMs, historyLimit, historyBytes }),
    signs,
    adapter: createClusterSignals(commands as unknown as Cluster, subscriber, logger),
    close: () => {
      canary.stop();
      close();
    },
  };
  const areReady = () => Promise.all(Object.values(connections).map((one) => ready(asRedis(one))));
  return {
    ...stores,
    commands,
    asking,
    subscriber,
    publish: (to, message) => void asking.ask((one) => one.publish(to, message)).catch(() => {}),
    watched: async () => {
      await within(START_WAIT_MS, areReady());
      return watchedStores(stores, logger);
    },
  };
}

function connect({ gate, world, node, waitReplicas = 0, logger }: Options) {
  const open = (purpose: string) => new ModelConnection(gate, world, node, purpose);
  const connections = {
    commands: open('commands'),
    ...(waitReplicas === 0 ? {} : { appends: open('appends') }),
    entries: open('entries'),
  };
  const outages = createOutageLog(logger);
  for (const one of Object.values(connections)) outages.watch(asRedis(one));
  outages.started();
  const linkOf = (connection: ModelConnection) => {
    const redis = asRedis(connection);
    return { redis, asking: createAsking(redis) };
  };
  const link = linkOf(connections.commands);
  const appendLink = connections.appends === undefined ? link : linkOf(connections.appends);
  const links = [link, ...(appendLink === link ? [] : [appendLink])] as const;
  const close = () => {
    for (const one of Object.values(connections)) one.disconnect();
  };
  return { connections, links, appends: createAppends(appendLink.asking, waitReplicas), close };
}

/** It has what ours use of ioredis. */
const asRedis = (connection: ModelConnection) => connection as unknown as Redis;
