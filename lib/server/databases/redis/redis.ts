import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { placeOf } from '@/lib/server/config/settings/redis-url';
import { type Appends, createAppends } from './appends.redis';
import { type Asking, createAsking, type Link, type RedisCommands } from './asking.redis';
import { type ConnectionOptions, closeConnection, openConnection } from './connection.redis';
import { createOutageLog, type OutageLog } from './outages.redis';
import { createSubscriber, type Subscriber } from './subscriber.redis';

/** The connections of one node. A subscribed connection takes no other commands, so there is one per purpose. */
export interface RedisConnections {
  /** Commands fail at once while Redis is away, so that nothing queues up and nobody waits in vain. */
  readonly commands: Redis;
  readonly asking: Asking;
  readonly appends: Appends;
  /** All connections that carry commands. */
  readonly links: readonly Link[];
  /** Receives the entries for `subscriber`, which subscribes again after each reconnect itself, to know when it hears again. */
  readonly entries: Redis;
  readonly subscriber: Subscriber;
  /** Carries the signals of the Socket.IO adapter, which subscribes once and knows nothing of reconnects. */
  readonly signals: Redis;
  readonly outages: OutageLog;
  /** Waits until Redis answers, for at most `ms` milliseconds. */
  ready(ms: number): Promise<void>;
  close(): void;
}

export interface RedisSettings {
  /** Certificates (PEM) of authorities that may vouch for a Redis behind TLS, instead of those that Node knows. */
  readonly tlsCa?: string | undefined;
  /** How many replicas must have an entry before it is acknowledged. */
  readonly waitReplicas?: number;
}

/** @throws StartError if `url` is malformed */
export function connectRedis(
  url: string,
  logger: Logger,
  { tlsCa, waitReplicas = 0 }: RedisSettings = {},
): RedisConnections {
  const place = placeOf(url);
  if (place.kind === 'cluster') throw new Error('a cluster takes connections of its own');
  const open = (purpose: string, options: ConnectionOptions) =>
    openConnection(place, tlsCa, { ...options, connectionName: `concord:${purpose}` });
  // If the connection resent a command, it could reach a server that has forgotten what the command was based on.
  const failFast = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false };
  const connections = {
    commands: open('commands', failFast),
    ...(waitReplicas === 0 ? {} : { appends: open('appends', failFast) }),
    entries: open('entries', { enableOfflineQueue: false, autoResubscribe: false }),
    signals: open('signals', {}),
  };
  const outages = createOutageLog(logger);
  for (const redis of Object.values(connections)) outages.watch(redis);
  const { commands, entries, signals, appends } = connections;
  const link = { redis: commands, asking: createAsking(commands) };
  const appendLink = appends === undefined ? link : { redis: appends, asking: createAsking(appends) };
  return {
    commands,
    entries,
    signals,
    asking: link.asking,
    links: [...new Set([link, appendLink])],
    appends: createAppends(appendLink.asking, waitReplicas),
    subscriber: createSubscriber(entries),
    outages,
    ready: (ms) => within(ms, Promise.all(Object.values(connections).map(ready))),
    close: () => {
      for (const redis of Object.values(connections)) closeConnection(redis);
    },
  };
}

/** Waits for the event, for at most `ms` milliseconds. */
export async function within(ms: number, event: Promise<unknown>): Promise<void> {
  await Promise.race([event, delay(ms, undefined, { ref: false })]);
}

export const ready = (redis: RedisCommands) =>
  new Promise<void>((resolve) => {
    if (redis.status === 'ready') resolve();
    else redis.once('ready', () => resolve());
  });
