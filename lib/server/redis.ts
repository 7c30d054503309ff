import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Appends, createAppends } from './appends.redis';
import { type Asking, createAsking } from './asking.redis';
import { type ConnectionOptions, closeConnection, openConnection } from './connection.redis';
import { parseRedisUrl, REDIS_URL_FORMS } from './redis-url';
import { StartError } from './start-error';

/** The connections of one node. A subscribed connection takes no other commands, so there is one for each purpose. */
export interface RedisConnections {
  /** Commands fail at once while Redis is away, so that nothing queues up and nobody waits for nothing. */
  readonly commands: Redis;
  readonly asking: Asking;
  readonly appends: Appends;
  /** Hears the entries. Its owner subscribes again after each reconnect, to know when it hears again. */
  readonly entries: Redis;
  /** Carries the signals of the Socket.IO adapter, which subscribes once and knows of no reconnect. */
  readonly signals: Redis;
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
  const place = parseRedisUrl(url);
  if (place === undefined) throw new StartError(`REDIS_URL ${REDIS_URL_FORMS}.`);
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
  for (const [purpose, redis] of Object.entries(connections)) logOutages(redis, logger.child({ purpose }));
  const { commands, entries, signals, appends = commands } = connections;
  return {
    commands,
    entries,
    signals,
    asking: createAsking(commands),
    appends: createAppends(appends, waitReplicas, logger),
    ready: (ms) =>
      Promise.race([Promise.all(Object.values(connections).map(ready)).then(() => {}), wait(ms)]),
    close: () => {
      for (const redis of Object.values(connections)) closeConnection(redis);
    },
  };
}

const wait = (ms: number) => delay(ms, undefined, { ref: false });

const ready = (redis: Redis) =>
  new Promise<void>((resolve) => {
    if (redis.status === 'ready') resolve();
    else redis.once('ready', () => resolve());
  });

/** One line when Redis goes and one when it comes back, however many attempts lie between. */
function logOutages(redis: Redis, logger: Logger): void {
  let isAway = false;
  let wasReady = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn({ err: error }, 'Redis is away; trying again');
    isAway = true;
  });
  redis.on('close', () => {
    if (wasReady && !isAway) logger.warn('the connection to Redis was lost; trying again');
    isAway = wasReady || isAway;
  });
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is back');
    isAway = false;
    wasReady = true;
  });
}

/** A Redis step that is one atomic script: its keys (all of one hash tag) and arguments are described in its file. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** Makes a script of `./lua/NAME.lua` beside `base` (`import.meta.url` of the caller), one file after the other. */
export function defineScript(redis: Redis, names: readonly [string, ...string[]], base: string): Script {
  const name = names.join('+');
  const read = (file: string) => readFileSync(new URL(`./lua/${file}.lua`, base), 'utf8');
  redis.defineCommand(name, { lua: names.map(read).join('\n') });
  const run = (redis as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
  if (run === undefined) throw new Error(`the script ${name} was not defined`);
  return (keys, args) => run.call(redis, keys.length, ...keys, ...args);
}
