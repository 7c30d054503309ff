import type { Cluster } from 'ioredis';
import { ChatError } from '@/lib/chat/errors';
import type { ChannelListener, Subscriber } from '@/lib/server/databases/redis/subscriber.redis';
import { type Address, homeOf, isMaster } from './cluster-slots.redis';

/** The connection to one master, over which its channels are heard. */
export interface Shard {
  readonly subscriber: Subscriber;
  isHeard(): boolean;
  close(): void;
}

export interface ClusterSubscriber extends Subscriber {
  /** Returns whether every master that has a channel of ours was heard recently. */
  isHeard(): boolean;
  /** The masters that have a channel of ours. */
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

/** Hears each channel at the master that has its slot, and follows it when another master takes over. */
export function createClusterSubscriber(
  cluster: Cluster,
  open: (address: Address) => Shard,
): ClusterSubscriber {
  const shards = new Map<Address, Shard>();
  const follows = new Follows(cluster, shards, open);
  cluster.on('refresh', () => follows.refresh());
  return {
    publish: 'SPUBLISH',
    follow: async (channel, listener) => {
      const follow: Follow = { channel, listener, stop: () => {} };
      try {
        await follows.add(follow);
      } catch (error) {
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

class Follows {
  readonly #cluster: Cluster;
  readonly #shards: Map<Address, Shard>;
  readonly #open: (address: Address) => Shard;
  readonly #follows = new Set<Follow>();

  constructor(cluster: Cluster, shards: Map<Address, Shard>, open: (address: Address) => Shard) {
    this.#cluster = cluster;
    this.#shards = shards;
    this.#open = open;
  }

  async add(follow: Follow): Promise<void> {
    this.#follows.add(follow);
    try {
      await this.#settle(follow);
    } catch (error) {
      this.#follows.delete(follow);
      throw error;
    }
  }

  delete(follow: Follow): void {
    this.#follows.delete(follow);
  }

  /** Called when another master may have a slot now. */
  async refresh(): Promise<void> {
    const isHeardAnew = async (follow: Follow) => {
      if (await this.#settle(follow)) follow.listener.lapsed();
    };
    await Promise.allSettled([...this.#follows].map(isHeardAnew)); // The next look retries what failed.
    for (const [address, shard] of this.#shards) {
      const isHome = [...this.#follows].some(({ home }) => home === address);
      if (isHome || isMaster(this.#cluster, address)) continue;
      this.#shards.delete(address);
      shard.close();
    }
  }

  /** Makes sure that a channel is heard where it belongs. Returns whether it was not before. */
  async #settle(follow: Follow): Promise<boolean> {
    const home = homeOf(this.#cluster, follow.channel);
    if (home === undefined) throw new ChatError('store_unavailable');
    if (home === follow.home) return false;
    follow.moving ??= this.#moveTo(home, follow).finally(() => {
      follow.moving = undefined;
    });
    await follow.moving;
    return true;
  }

  async #moveTo(home: Address, follow: Follow): Promise<void> {
    const stop = await this.#shardAt(home).subscriber.follow(follow.channel, follow.listener);
    follow.stop();
    follow.stop = stop;
    follow.home = home;
    if (!this.#follows.has(follow)) stop();
  }

  #shardAt(address: Address): Shard {
    const shard = this.#shards.get(address) ?? this.#open(address);
    this.#shards.set(address, shard);
    return shard;
  }
}
