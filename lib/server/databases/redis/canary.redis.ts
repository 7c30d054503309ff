import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Link, RedisCommands } from './asking.redis';
import type { Subscriber } from './subscriber.redis';

export interface CanaryOptions {
  /** The connections whose answers are tested. */
  readonly links: readonly Link[];
  /** The connection whose hearing is tested; its owner subscribes again after each reconnect. */
  readonly subscriber: Redis;
  readonly publish?: Subscriber['publish'];
  /** Where to sing; of each start of a node alone. On a cluster it may have to be another one later. */
  readonly channel: () => string;
  readonly logger: Logger;
  readonly singEveryMs?: number;
  readonly silenceMaxMs?: number;
}

export interface Canary {
  /** Has this node lately heard itself through Redis? */
  isHeard(): boolean;
  stop(): void;
}

const SING_EVERY_MS = 1_500;
/** With the time that a reconnection takes, a dead link or subscription is noticed and renewed within 10 s. */
const SILENCE_MAX_MS = 5_000;

/**
 * Sends this node a sign of life through Redis, time and again. A connection can be dead for minutes without anybody
 * being told (packets vanish, a subscription is lost): whoever hears nothing, or gets no answer, connects anew.
 */
export function keepCanary(options: CanaryOptions): Canary {
  const { links, subscriber, publish = 'PUBLISH', logger } = options;
  const { singEveryMs = SING_EVERY_MS, silenceMaxMs = SILENCE_MAX_MS } = options;
  const isSharded = publish === 'SPUBLISH';
  let channel = options.channel();
  let heardAt = performance.now();

  const listen = () => {
    heardAt = performance.now();
    channel = options.channel();
    const listening = isSharded ? subscriber.ssubscribe(channel) : subscriber.subscribe(channel);
    listening.catch(() => {}); // A connection that is lost again is ready again later.
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
      // What failed at once is known to be broken, and mended already.
      const isSilent = error instanceof Error && error.cause === undefined;
      if (wasReady && isSilent) renew(redis, 'Redis does not answer');
    }
  }

  async function sing(): Promise<void> {
    await Promise.all(links.map(singOver));
    if (isSilent()) renew(subscriber, 'nothing is heard through Redis');
  }

  function renew(redis: RedisCommands, reason: string): void {
    if (redis.status !== 'ready') return; // It is connecting anew already.
    logger.warn(`${reason}; connecting anew`);
    redis.disconnect(true);
  }

  const timer = setInterval(() => void sing(), singEveryMs);
  timer.unref();
  return { isHeard: () => subscriber.status === 'ready' && !isSilent(), stop: () => clearInterval(timer) };
}
