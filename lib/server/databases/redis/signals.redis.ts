import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Subscriber } from './subscriber.redis';

/** What Socket.IO makes of the connections; nobody else looks inside. */
export type SignalsAdapter = ReturnType<typeof createAdapter> | ReturnType<typeof createShardedAdapter>;

/** Carries signals over one server. Signals may be lost. */
export const createSignals = (commands: Redis, signals: Redis, logger: Logger): SignalsAdapter => {
  const noted = (error: unknown) => logger.debug({ err: error }, 'a signal was lost');
  return createAdapter(withoutRejections(commands, noted), noteRejections(signals, noted));
};

/** The same client, except that its commands cannot end the process: the adapter drops their promises. */
function withoutRejections(redis: Redis, noted: (error: unknown) => void): Redis {
  return new Proxy(redis, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const answer: unknown = value.apply(target, args);
        if (answer instanceof Promise) answer.catch(noted);
        return answer;
      };
    },
  });
}

/** For a client that nobody else uses: ioredis also drops promises, when it subscribes again after a reconnect. */
function noteRejections(redis: Redis, noted: (error: unknown) => void): Redis {
  const { sendCommand } = redis;
  redis.sendCommand = (command, stream) => {
    const answer = sendCommand.call(redis, command, stream);
    if (answer instanceof Promise) answer.catch(noted);
    return answer;
  };
  return redis;
}

type Handler = (message: Buffer, channel: Buffer) => void;

const RETRY_MS = 1_000;

/**
 * Carries signals over a cluster, by the connections that hear the entries. The adapter gets the three methods that it uses of
 * a client with sharded channels; their promises cannot reject.
 */
export function createClusterSignals(
  commands: Cluster,
  subscriber: Subscriber,
  logger: Logger,
): SignalsAdapter {
  const stops = new Map<string, () => void>();

  async function follow(channel: string, handler: Handler): Promise<void> {
    const heard = (message: string) => handler(Buffer.from(message), Buffer.from(channel));
    try {
      const stop = await subscriber.follow(channel, { heard, lapsed: () => {} });
      if (stops.has(channel)) stops.set(channel, stop);
      else stop();
    } catch {
      if (stops.has(channel)) setTimeout(() => void follow(channel, handler), RETRY_MS).unref();
    }
  }

  const client = {
    sSubscribe: (channel: string, handler: Handler) => {
      stops.set(channel, () => {});
      void follow(channel, handler);
    },
    sUnsubscribe: (channel: string) => {
      stops.get(channel)?.();
      stops.delete(channel);
    },
    sPublish: async (channel: string, message: string) => {
      try {
        await commands.spublish(channel, message);
      } catch (error) {
        logger.debug({ err: error }, 'a signal was lost');
      }
    },
  };
  // One channel per room would be followed and left with every visitor, so all nodes hear all signals.
  return createShardedAdapter(client, client, {
    subscriptionMode: 'static',
    channelPrefix: 'concord:signals',
  });
}
