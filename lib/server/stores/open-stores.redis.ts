import type { Logger } from 'pino';
import { placeOf, type RedisPlace } from '@/lib/server/config/settings/redis-url';
import { StartError } from '@/lib/server/config/start-error';
import type { Appends } from '@/lib/server/databases/redis/appends.redis';
import type { Asking, Link, RedisCommands } from '@/lib/server/databases/redis/asking.redis';
import { keepCanary } from '@/lib/server/databases/redis/canary.redis';
import { checkLater, checkRedis } from '@/lib/server/databases/redis/check-redis.redis';
import type { OutageLog } from '@/lib/server/databases/redis/outages.redis';
import { probe } from '@/lib/server/databases/redis/probe.redis';
import { refusalOf } from '@/lib/server/databases/redis/reasons.redis';
import { connectRedis, type RedisSettings } from '@/lib/server/databases/redis/redis';
import {
  createClusterSignals,
  createSignals,
  type SignalsAdapter,
} from '@/lib/server/databases/redis/signals.redis';
import { createRedisSigns } from '@/lib/server/databases/redis/signs.redis';
import type { Subscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { connectCluster } from '@/lib/server/databases/redis/topologies/cluster.redis';
import { mastersOf, tagAt } from '@/lib/server/databases/redis/topologies/cluster-slots.redis';
import { createRedisSecrets } from '@/lib/server/identity/secrets.redis';
import { createRedisRateLimits } from '@/lib/server/limits/rate-limits.redis';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { createRedisAvatars } from '@/lib/server/members/avatars.redis';
import { createRedisReadMarks } from '@/lib/server/members/read-marks.redis';
import { createRedisNames } from '@/lib/server/names/names.redis';
import { createRedisPresence } from '@/lib/server/presence/store/presence.redis';
import { createRedisModeration } from '@/lib/server/records/records.redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import type { Stores } from './stores';
import { watchedStores } from './watched-stores';

export interface RedisStoresOptions {
  readonly url: string;
  readonly settings?: RedisSettings;
  /** Unique for each start of a node. */
  readonly node: string;
  /** See leases.ts. */
  readonly leaseMs?: number | undefined;
  readonly historyLimit: number;
  readonly historyBytes?: number;
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
  /** See {@link createRedisSigns}. */
  tags(): readonly string[];
  close(): void;
}

/** How long a start waits for Redis; after that the node starts, is not ready, and keeps trying. */
const START_WAIT_MS = 5_000;
/** A healthy Redis answers sooner. */
const ASK_AFTER_MS = 1_000;

export async function openRedisStores(options: RedisStoresOptions): Promise<Stores> {
  const { node } = options;
  const place = placeOf(options.url);
  const opened = await (place.kind === 'cluster' ? openCluster(place, options) : openOne(options));
  const { adapter, close } = opened;
  const signs = createRedisSigns({ ...opened, node });
  const ports = openPorts({ ...opened, redis: opened.commands }, options);
  return watchedStores({ ...ports, signs, adapter, close }, options.logger);
}

type PortOptions = Pick<RedisStoresOptions, 'node' | 'leaseMs' | 'historyLimit' | 'historyBytes'>;

/** Every port over one Redis, a cluster or a model of it. */
export function openPorts(
  { redis, asking, appends, subscriber }: Link & Pick<Opened, 'appends' | 'subscriber'>,
  { node, leaseMs, historyLimit, historyBytes = Number.MAX_SAFE_INTEGER }: PortOptions,
) {
  return {
    log: createRedisRoomLog({ asking, appends, subscriber, historyLimit, historyBytes }),
    names: createRedisNames(asking, { node, leaseMs }),
    presence: createRedisPresence({ asking, node, leaseMs }),
    limits: createRedisRateLimits({ redis, asking }),
    rooms: createRedisRooms(asking),
    moderation: createRedisModeration(asking),
    marks: createRedisReadMarks(asking),
    avatars: createRedisAvatars(asking),
    secrets: createRedisSecrets(asking),
  };
}

async function openOne(options: RedisStoresOptions): Promise<Opened> {
  const { url, settings, node, logger } = options;
  const connections = connectRedis(url, logger, settings);
  const { commands, links, entries, signals } = connections;
  await startOrRefuse(connections, ['error', 'sentinelError'], () => checkRedis([commands]), options);
  const channel = () => `concord:canary:${node}`;
  const canary = keepCanary({ links, subscriber: entries, channel, logger });
  return {
    ...connections,
    adapter: createSignals(commands, signals, logger),
    isHeard: canary.isHeard,
    tags: () => ['0'],
    close: () => {
      canary.stop();
      connections.close();
    },
  };
}

async function openCluster(
  place: RedisPlace & { kind: 'cluster' },
  options: RedisStoresOptions,
): Promise<Opened> {
  const { settings, node, logger } = options;
  const connections = connectCluster(place, node, logger, settings);
  const { commands, subscriber } = connections;
  await startOrRefuse(
    connections,
    ['error', 'node error'],
    () => checkRedis(commands.nodes('master'), true),
    options,
  );
  const adapter = createClusterSignals(commands, subscriber, logger);
  const tags = () => {
    const heard = subscriber.addresses();
    return (heard.length > 0 ? heard : mastersOf(commands)).map((address) => tagAt(commands, address));
  };
  return { ...connections, adapter, isHeard: subscriber.isHeard, tags };
}

interface Starting {
  readonly commands: RedisCommands;
  readonly outages: OutageLog;
  ready(ms: number): Promise<void>;
  close(): void;
}

/** Sentinels and cluster servers that have just started do not know each other yet. */
const MAY_PASS = /sentinel|no such master|cluster/i;

/** Waits for Redis for a while; one that comes later is checked then. @throws StartError if waiting longer would not help */
async function startOrRefuse(
  starting: Starting,
  events: string[],
  check: () => Promise<void>,
  { url, settings, logger }: RedisStoresOptions,
): Promise<void> {
  const { commands, outages } = starting;
  const begun = performance.now();
  const isReady = () => commands.status === 'ready';
  const refusals = hearRefusals(commands, events);
  try {
    await Promise.race([starting.ready(ASK_AFTER_MS), refusals.isFinal]);
    const found = isReady() || refusals.first() ? undefined : await probe(placeOf(url), settings?.tlsCa);
    if (found?.refusal !== undefined) throw new StartError(found.refusal);
    if (found && !found.isThere) outages.started(found.reason);
    await Promise.race([starting.ready(begun + START_WAIT_MS - performance.now()), refusals.isFinal]);
    const refusal = refusals.first();
    const isOver = () => commands.status === 'end';
    const later = () => void checkLater({ check, logger, isOver });
    if (isReady()) await checkNowOr(check, later);
    else if (refusal !== undefined) throw new StartError(refusal);
    else commands.once('ready', later);
    outages.started(isReady() ? undefined : found?.reason);
  } catch (error) {
    starting.close();
    throw error;
  } finally {
    refusals.stop();
  }
}

/** A Redis that is too busy to answer is no reason not to start. */
async function checkNowOr(check: () => Promise<void>, later: () => void): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof StartError) throw error;
    later();
  }
}

/** Collects what Redis has answered meanwhile that waiting would not change, or probably not. */
function hearRefusals(commands: RedisCommands, events: readonly string[]) {
  let first: string | undefined;
  let end = () => {};
  const isFinal = new Promise<void>((resolve) => {
    end = resolve;
  });
  const note = (error: Error) => {
    first ??= refusalOf(error);
    if (first !== undefined && !MAY_PASS.test(error.message)) end();
  };
  for (const event of events) commands.on(event, note);
  return {
    first: () => first,
    isFinal,
    stop: () => {
      for (const event of events) commands.off(event, note);
    },
  };
}
