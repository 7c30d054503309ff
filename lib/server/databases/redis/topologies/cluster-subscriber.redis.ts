import type { Cluster } from 'ioredis';
import { ChatError } from '@/lib/chat/errors';
import type { ChannelListener, Subscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { type Address, homeOf, isMaster } from './cluster-slots.redis';

/** The connection to one master that hears its channels. */
export interface Shard {
  readonly subscriber: Subscriber;
  isHeard(): boolean;
  close(): void;
}

export interface ClusterSubscriber extends Subscriber {
  /** Has every master lately been heard that keeps a channel of ours? */
  isHeard(): boolean;
  /** The masters that keep a channel of ours. */
  addresses(): readonly Address[];
  close(): void;
}

interface Follow {
  readonly channel: string;
  readonly listener: ChannelListener;
  home?: Address;
  stop: () => void;
  moving?: Promise<void> | undefined;
}

/** Hears each channel at the master that keeps its slot, and goes with it when another takes over. */
export function createClusterSubscriber(
  cluster: Cluster,
  open: (address: Address) => Shard,
): ClusterSubscriber {
  const shards = new Map<Address, Shard>();
  const follows = new Set<Follow>();

  function shardAt(address: Address): Shard {
    const shard = shards.get(address) ?? open(address);
    shards.set(address, shard);
    return shard;
  }

  async function moveTo(home: Address, follow: Follow): Promise<void> {
    const stop = await shardAt(home).subscriber.follow(follow.channel, follow.listener);
    follow.stop();
    follow.stop = stop;
    follow.home = home;
    if (!follows.has(follow)) stop();
  }

  /** Sees to it that a channel is heard where it is at home; answers whether it was not before. */
  async function settle(follow: Follow): Promise<boolean> {
    const home = homeOf(cluster, follow.channel);
    if (home === undefined) throw new ChatError('store_unavailable');
    if (home === follow.home) return false;
    follow.moving ??= moveTo(home, follow).finally(() => {
      follow.moving = undefined;
    });
    await follow.moving;
    return true;
  }

  cluster.on('refresh', async () => {
    const isHeardAnew = async (follow: Follow) => {
      if (await settle(follow)) follow.listener.lapsed();
    };
    await Promise.allSettled([...follows].map(isHeardAnew)); // What failed is tried again with the next look.
    for (const [address, shard] of shards) {
      const isNeeded = isMaster(cluster, address) || [...follows].some(({ home }) => home === address);
      if (isNeeded) continue;
      shards.delete(address);
      shard.close();
    }
  });

  return {
    publish: 'SPUBLISH',
    follow: async (channel, listener) => {
      const follow: Follow = { channel, listener, stop: () => {} };
      follows.add(follow);
      try {
        await settle(follow);
      } catch (error) {
        follows.delete(follow);
        cluster.refreshSlotsCache();
        throw error;
      }
      return () => {
        follows.delete(follow);
        follow.stop();
      };
    },
    addresses: () => [...shards.keys()],
    isHeard: () => [...shards.values()].every((shard) => shard.isHeard()),
    close: () => {
      for (const shard of shards.values()) shard.close();
    },
  };
}
