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
  // Whoever asked has its own deadline.
  maxRetriesPerRequest: null,
  connectTimeout: REDIS_DEADLINE_MS,
  retryStrategy: retryDelay,
  // A master that has become a replica refuses to write. Connecting anew finds the one that took its place.
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions;

/** Where one server at a time takes all writes. */
export type SinglePlace = Exclude<RedisPlace, { kind: 'cluster' }>;

interface Tls {
  readonly tls?: { readonly ca?: string };
}

function tlsOf({ isTls }: RedisPlace, ca: string | undefined): Tls {
  if (!isTls) return {};
  return { tls: ca === undefined ? {} : { ca } };
}

/** How to reach a server at its own address. */
export const waysOf = (place: RedisPlace, ca: string | undefined) => ({
  ...tlsOf(place, ca),
  ...(place.isTls ? { Connector: TlsConnector } : {}),
});

/** Replies as they have always been. */
export type ConnectionOptions = Omit<RedisOptions, 'replyMapping'>;

/** A connection to the Redis that takes writes, made anew whenever it is lost and until it is closed. */
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
  redis.connect().catch(() => {}); // It goes on trying, and says so by its events.
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
    // A master that only this node still reaches is left as soon as the Sentinels name another.
    failoverDetector: true,
  };
}

/** ioredis hears of failovers by clients of its own, and prints their errors when a Sentinel goes: nobody listens. */
function hushSentinels(redis: Redis, isTls: boolean): void {
  const { connector } = redis as unknown as {
    connector: { connectToSentinel(at: RedisAddress, options?: RedisOptions): Redis };
  };
  const connect = connector.connectToSentinel.bind(connector);
  const ways = isTls ? { Connector: TlsConnector } : {};
  connector.connectToSentinel = (at, options) => connect(at, { ...options, ...ways }).on('error', () => {});
}

/** News of a failover that comes while ioredis asks a Sentinel for the master makes it give up for good. */
function connectAgainAtEnd(redis: Redis): void {
  redis.on('end', () => setTimeout(() => redis.connect().catch(() => {}), retryDelay(1)).unref());
}
