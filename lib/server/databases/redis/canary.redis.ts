import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { withDeadline } from '@/lib/server/config/deadline';
import { type Link, REDIS_DEADLINE_MS, type RedisCommands } from './asking.redis';
import type { Subscriber } from './subscriber.redis';

export interface CanaryOptions {
  /** The connections whose answers are checked. */
  readonly links: readonly Link[];
  /** The connection that must hear; its owner subscribes again after each reconnect. */
  readonly subscriber: Redis;
  readonly publish?: Subscriber['publish'];
  /** The channel of this start of a node alone. In a cluster it may change later. */
  readonly channel: () => string;
  readonly logger: Logger;
  readonly singEveryMs?: number;
  readonly silenceMaxMs?: number;
}

export interface Canary {
  /** Returns whether this node has recently heard itself through Redis. */
  isHeard(): boolean;
  stop(): void;
}

const SING_EVERY_MS = 1_500;
/** Together with the time for reconnecting, a dead link or subscription is noticed and renewed within 10 s. */
const SILENCE_MAX_MS = 5_000;

/**
 * Keeps sending this node a sign of life through Redis. A connection can be dead for minutes without anybody noticing (packets
 * vanish, a subscription is lost): if the node hears nothing, or gets no answer, it reconnects.
 */
export function keepCanary(options: CanaryOptions): Canary {
  const { links, subscriber, publish = 'PUBLISH', logger } = options;
  const { singEveryMs = SING_EVERY_MS, silenceMaxMs = SILENCE_MAX_MS } = options;
  const isSharded = publish === 'SPUBLISH';
  let channel = options.channel();
  let heardAt = performance.now();

  const subscribe = (to: string) => (isSharded ? subscriber.ssubscribe(to) : subscriber.subscribe(to));
  const listen = () => {
    heardAt = performance.now();
    channel = options.channel();
    subscribe(channel).catch(() => {}); // If the connection is lost again, it becomes ready again later.
  };
  if (subscriber.status === 'ready') listen();
  subscriber.on('ready', listen);
  subscriber.on(isSharded ? 'smessage' : 'message', (from: string) => {
    if (from === channel) heardAt = performance.now();
  });

  const isSilent = () => performance.now() - heardAt > silenceMaxMs;

  async function singOver({ redis, asking }: Link): Promise<void> {
    const wasReady = redis.status === 'ready';
    try {
      await asking.ask(() => (isSharded ? redis.spublish(channel, '') : redis.publish(channel, '')));
    } catch (error) {
      if (wasReady && isLate(error)) renew(redis, 'Redis does not answer');
    }
  }

  /** Messages may still arrive over a connection that carries nothing to Redis: no other room could be followed. */
  async function askSubscriber(): Promise<void> {
    if (subscriber.status !== 'ready') return;
    try {
      await withDeadline(subscribe(`${channel}:asked`), REDIS_DEADLINE_MS);
    } catch (error) {
      if (isLate(error)) renew(subscriber, 'Redis does not answer a subscriber');
    }
  }

  async function sing(): Promise<void> {
    void askSubscriber();
    await Promise.all(links.map(singOver));
    if (isSilent()) renew(subscriber, 'nothing is heard through Redis');
  }

  function renew(redis: RedisCommands, reason: string): void {
    if (redis.status !== 'ready') return; // It is reconnecting already.
    logger.warn(`${reason}; reconnecting`);
    redis.disconnect(true);
  }

  const timer = setInterval(() => void sing(), singEveryMs);
  timer.unref();
  return { isHeard: () => subscriber.status === 'ready' && !isSilent(), stop: () => clearInterval(timer) };
}

/** Whether no answer came in time. What failed at once is known to be broken, and is being repaired already. */
const isLate = (error: unknown): boolean => error instanceof Error && error.cause === undefined;
