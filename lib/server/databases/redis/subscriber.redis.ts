import type { Redis } from 'ioredis';
import { withDeadline } from '@/lib/server/config/deadline';
import { REDIS_DEADLINE_MS } from './asking.redis';

export interface ChannelListener {
  heard(message: string): void;
  /** Called when something may have been missed and everything from now on will be heard. */
  lapsed(): void;
}

/** Hears what is published. */
export interface Subscriber {
  /** The command that publishes to it: in a cluster, a channel belongs to the slot of its keys. */
  readonly publish: 'PUBLISH' | 'SPUBLISH';
  /**
   * Resolves to a function that stops following, once everything published from now on will be heard or reported as lapsed.
   * Rejects with `store_unavailable` if Redis does not answer in time; then nothing is followed.
   */
  follow(channel: string, listener: ChannelListener): Promise<() => void>;
}

/**
 * Hears over a connection of its own, without automatic resubscription. Redis forgets subscriptions with the connection, and
 * what was published meanwhile is gone: hence `lapsed`.
 */
export function createSubscriber(redis: Redis, publish: Subscriber['publish'] = 'PUBLISH'): Subscriber {
  const listeners = new Map<string, Set<ChannelListener>>();
  const { event, subscribe, unsubscribe } = publish === 'PUBLISH' ? plain(redis) : sharded(redis);

  redis.on(event, (channel: string, message: string) => {
    for (const listener of listeners.get(channel) ?? []) listener.heard(message);
  });

  redis.on('ready', async () => {
    const channels = [...listeners.keys()];
    try {
      await Promise.all(channels.map(subscribe));
    } catch {
      return; // The connection was lost again, and the next `ready` retries; or a cluster moved the channel, and its owner does.
    }
    for (const channel of channels) for (const listener of listeners.get(channel) ?? []) listener.lapsed();
  });

  function unfollow(channel: string, listener: ChannelListener): void {
    const set = listeners.get(channel);
    set?.delete(listener);
    if (set?.size !== 0) return;
    listeners.delete(channel);
    unsubscribe(channel).catch(() => {}); // A lost connection has no subscriptions.
  }

  return {
    publish,
    follow: async (channel, listener) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      try {
        await withDeadline(subscribe(channel), REDIS_DEADLINE_MS);
      } catch (error) {
        unfollow(channel, listener);
        throw error;
      }
      return () => unfollow(channel, listener);
    },
  };
}

const plain = (redis: Redis) => ({
  event: 'message',
  subscribe: (channel: string) => redis.subscribe(channel),
  unsubscribe: (channel: string) => redis.unsubscribe(channel),
});

const sharded = (redis: Redis) => ({
  event: 'smessage',
  subscribe: (channel: string) => redis.ssubscribe(channel),
  unsubscribe: (channel: string) => redis.sunsubscribe(channel),
});
