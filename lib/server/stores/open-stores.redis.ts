import type { Logger } from 'pino';
import type { Appends } from '../appends.redis';
import type { Asking, RedisCommands } from '../asking.redis';
import { connectCluster } from '../cluster.redis';
import { withDeadline } from '../deadline';
import { connectRedis, type RedisSettings } from '../redis';
import { placeOf, type RedisPlace } from '../redis-url';
import { StartError } from '../start-error';
import type { Subscriber } from '../subscriber.redis';
import { createRedisAvatars } from './avatars.redis';
import { keepCanary } from './canary.redis';
import { checkRedis, refusalOf } from './check-redis.redis';
import { createRedisNames } from './names.redis';
import type { Stores } from './open-stores';
import { createRedisOrders } from './orders.redis';
import { createRedisPresence } from './presence.redis';
import { createRedisRateLimits } from './rate-limits.redis';
import { createRedisReadMarks } from './read-marks.redis';
import { createRedisRoomLog } from './room-log.redis';
import { createRedisRooms } from './rooms.redis';
import { createClusterSignals, createSignals, type SignalsAdapter } from './signals.redis';

export interface RedisStoresOptions {
  readonly url: string;
  readonly settings?: RedisSettings;
  /** Unique for each start of a node. */
  readonly node: string;
  /** See presence.redis.ts. */
  readonly leaseMs?: number | undefined;
  readonly historyLimit: number;
  readonly logger: Logger;
}

/** What the stores need of one Redis or a cluster. */
interface Opened {
  readonly commands: RedisCommands;
  readonly asking: Asking;
  readonly appends: Appends;
  readonly subscriber: Subscriber;
  readonly adapter: SignalsAdapter;
  isHeard(): boolean;
  close(): void;
}

/** How long a start waits for Redis; then the node starts, is not ready, and goes on trying. */
const START_WAIT_MS = 5_000;
const READY_DEADLINE_MS = 1_000;

export async function openRedisStores(options: RedisStoresOptions): Promise<Stores> {
  const { node, leaseMs, historyLimit } = options;
  const place = placeOf(options.url);
  const opened = await (place.kind === 'cluster' ? openCluster(place, options) : openOne(options));
  const { commands, asking, appends, subscriber, adapter, isHeard, close } = opened;
  const secretKey = (name: string) => `concord:secret:${name}`;
  return {
    log: createRedisRoomLog({ asking, appends, subscriber, historyLimit }),
    names: createRedisNames(asking),
    presence: createRedisPresence({ asking, node, leaseMs }),
    limits: createRedisRateLimits({ redis: commands, asking }),
    rooms: createRedisRooms(asking),
    orders: createRedisOrders(asking),
    marks: createRedisReadMarks(asking),
    avatars: createRedisAvatars(asking),
    secret: async (name, proposal) => {
      await asking.ask(() => commands.set(secretKey(name), proposal, 'NX'));
      return (await asking.ask(() => commands.get(secretKey(name)))) ?? proposal;
    },
    isReachable: async () => {
      try {
        return isHeard() && (await withDeadline(commands.ping(), READY_DEADLINE_MS)) === 'PONG';
      } catch {
        return false;
      }
    },
    adapter,
    close,
  };
}

async function openOne({ url, settings, node, logger }: RedisStoresOptions): Promise<Opened> {
  const connections = connectRedis(url, logger, settings);
  const { commands, links, entries, signals } = connections;
  await startOrRefuse(connections, ['error', 'sentinelError'], () => checkRedis([commands]), logger);
  const channel = () => `concord:canary:${node}`;
  const canary = keepCanary({ links, subscriber: entries, channel, logger });
  return {
    ...connections,
    adapter: createSignals(commands, signals, logger),
    isHeard: canary.isHeard,
    close: () => {
      canary.stop();
      connections.close();
    },
  };
}

async function openCluster(
  place: RedisPlace & { kind: 'cluster' },
  { settings, node, logger }: RedisStoresOptions,
): Promise<Opened> {
  const connections = connectCluster(place, node, logger, settings);
  const { commands, subscriber } = connections;
  await startOrRefuse(
    connections,
    ['error', 'node error'],
    () => checkRedis(commands.nodes('master'), true),
    logger,
  );
  const adapter = createClusterSignals(commands, subscriber, logger);
  return { ...connections, adapter, isHeard: subscriber.isHeard };
}

interface Starting {
  readonly commands: RedisCommands;
  ready(ms: number): Promise<void>;
  close(): void;
}

/** Waits for Redis, for a while; one that comes later is looked at then. @throws StartError where waiting longer would not help. */
async function startOrRefuse(
  starting: Starting,
  events: string[],
  check: () => Promise<void>,
  logger: Logger,
): Promise<void> {
  let refusal: string | undefined;
  const note = (error: Error) => {
    refusal ??= refusalOf(error);
  };
  for (const event of events) starting.commands.on(event, note);
  await starting.ready(START_WAIT_MS);
  for (const event of events) starting.commands.off(event, note);
  const complain = (error: Error) => logger.error(error.message);
  try {
    if (starting.commands.status === 'ready') await check();
    else if (refusal !== undefined) throw new StartError(refusal);
    else starting.commands.once('ready', () => void check().catch(complain));
  } catch (error) {
    starting.close();
    throw error;
  }
}
