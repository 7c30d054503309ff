import { Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress, RedisPlace } from '@/lib/server/config/settings/redis-url';
import { REDIS_DEADLINE_MS } from './asking.redis';
import { hearAllErrors, TlsConnector } from './tls-connector.redis';

const RETRY_BASE_MS = 50;
const RETRY_MAX_MS = 1_000;
const RETRY_JITTER_MS = 200;

export const retryDelay = (times: number) =>
  Math.min(RETRY_BASE_MS * 2 ** Math.min(times, 10), RETRY_MAX_MS) + Math.random() * RETRY_JITTER_MS;

export const COMMON = {
  // The caller has a deadline of its own.
  maxRetriesPerRequest: null,
  connectTimeout: REDIS_DEADLINE_MS,
  retryStrategy: retryDelay,
  // A master that has become a replica refuses to write. Reconnecting finds the one that took its place.
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions;

/** Topologies in which one server at a time takes all writes. */
export type SinglePlace = Exclude<RedisPlace, { kind: 'cluster' }>;

interface Tls {
  readonly tls?: { readonly ca?: string };
}

function tlsOf({ isTls }: RedisPlace, ca: string | undefined): Tls {
  if (!isTls) return {};
  return { tls: ca === undefined ? {} : { ca } };
}

/** The options for reaching a server at its own address. */
export const waysOf = (place: RedisPlace, ca: string | undefined) => ({
  ...tlsOf(place, ca),
  ...(place.isTls ? { Connector: TlsConnector } : {}),
});

/** Without `replyMapping`: our code expects replies in the original form. */
export type ConnectionOptions = Omit<RedisOptions, 'replyMapping'>;

/** Opens a connection to the Redis that takes writes. It is opened again whenever it is lost, until it is closed. */
export function openConnection(
  place: SinglePlace,
  tlsCa: string | undefined,
  options: ConnectionOptions,
): Redis {
  if (place.kind === 'server') {
    return new Redis(place.url, { ...COMMON, ...options, ...waysOf(place, tlsCa) });
  }
  const tls = tlsOf(place, tlsCa);
  const asked = { ...COMMON, ...options, ...tls, ...sentinelOptions(place, tls) };
  const redis = new Redis({ ...asked, lazyConnect: true });
  hearAllErrors(redis);
  hushSentinels(redis, place.isTls);
  connectAgainAtEnd(redis);
  redis.connect().catch(() => {}); // It keeps trying, and reports that by its events.
  return redis;
}

export function closeConnection(redis: Redis): void {
  redis.removeAllListeners('end');
  redis.disconnect();
}

function sentinelOptions(place: RedisPlace & { kind: 'sentinel' }, { tls }: Tls): ConnectionOptions {
  const { username, password } = place.sentinelCredentials;
  return {
    ...place.credentials,
    sentinels: place.sentinels.map((address) => ({ ...address })),
    name: place.name,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: retryDelay,
    sentinelReconnectStrategy: retryDelay,
    sentinelCommandTimeout: REDIS_DEADLINE_MS,
    // If only this node still reaches a master, it leaves it as soon as the Sentinels name another.
    failoverDetector: true,
  };
}

/** For failovers, ioredis opens clients of its own, and prints their errors when a Sentinel goes, because nobody listens. */
function hushSentinels(redis: Redis, isTls: boolean): void {
  const { connector } = redis as unknown as {
    connector: { connectToSentinel(at: RedisAddress, options?: RedisOptions): Redis };
  };
  const connect = connector.connectToSentinel.bind(connector);
  const ways = isTls ? { Connector: TlsConnector } : {};
  connector.connectToSentinel = (at, options) => connect(at, { ...options, ...ways }).on('error', () => {});
}

/** If news of a failover comes while ioredis asks a Sentinel for the master, ioredis gives up for good. */
function connectAgainAtEnd(redis: Redis): void {
  redis.on('end', () => setTimeout(() => redis.connect().catch(() => {}), retryDelay(1)).unref());
}
