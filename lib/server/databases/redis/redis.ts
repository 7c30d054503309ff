import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { placeOf } from '@/lib/server/config/settings/redis-url';
import { type Appends, createAppends } from './appends.redis';
import { type Asking, createAsking, type Link, type RedisCommands } from './asking.redis';
import { type ConnectionOptions, closeConnection, openConnection } from './connection.redis';
import { createOutageLog, type OutageLog } from './outages.redis';
import { createSubscriber, type Subscriber } from './subscriber.redis';

/** The connections of one node. A subscribed connection takes no other commands, so there is one for each purpose. */
export interface RedisConnections {
  /** Commands fail at once while Redis is away, so that nothing queues up and nobody waits for nothing. */
  readonly commands: Redis;
  readonly asking: Asking;
  readonly appends: Appends;
  /** All over which something is asked. */
  readonly links: readonly Link[];
  /** Hears the entries for `subscriber`, which subscribes again after each reconnect, to know when it hears again. */
  readonly entries: Redis;
  readonly subscriber: Subscriber;
  /** Carries the signals of the Socket.IO adapter, which subscribes once and knows of no reconnect. */
  readonly signals: Redis;
  readonly outages: OutageLog;
  /** Waits until Redis answers, `ms` milliseconds at most. */
  ready(ms: number): Promise<void>;
  close(): void;
}

export interface RedisSettings {
  /** Certificates (PEM) of who may vouch for a Redis behind TLS, in place of those that Node knows. */
  readonly tlsCa?: string | undefined;
  /** How many replicas must have an entry before it is acknowledged. */
  readonly waitReplicas?: number;
}

/** @throws StartError where `url` is not written as it should be. */
export function connectRedis(
  url: string,
  logger: Logger,
  { tlsCa, waitReplicas = 0 }: RedisSettings = {},
): RedisConnections {
  const place = placeOf(url);
  if (place.kind === 'cluster') throw new Error('a cluster takes connections of its own');
  const open = (purpose: string, options: ConnectionOptions) =>
    openConnection(place, tlsCa, { ...options, connectionName: `concord:${purpose}` });
  // A command sent again by the connection could reach a server that has forgotten what the first was based on.
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

/** Waits for it, `ms` milliseconds at most. */
export async function within(ms: number, event: Promise<unknown>): Promise<void> {
  await Promise.race([event, delay(ms, undefined, { ref: false })]);
}

export const ready = (redis: RedisCommands) =>
  new Promise<void>((resolve) => {
    if (redis.status === 'ready') resolve();
    else redis.once('ready', () => resolve());
  });
