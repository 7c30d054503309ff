import type { Cluster, Redis } from 'ioredis';
import { ChatError } from '@/lib/chat/errors';
import { type Appends, createAppends } from '@/lib/server/databases/redis/appends.redis';
import { createAsking } from '@/lib/server/databases/redis/asking.redis';
import { masterOf } from './cluster-slots.redis';

/**
 * Appends over the very connection that then waits for the replicas: the cluster's client would send WAIT to any server, and a
 * redirected script to whichever server has the slot by then.
 */
export function createClusterAppends(cluster: Cluster, replicas: number): Appends {
  const perMaster = new WeakMap<Redis, Appends>();

  function appendsAt(master: Redis): Appends {
    const appends = perMaster.get(master) ?? createAppends(createAsking(master, 'script'), replicas);
    perMaster.set(master, appends);
    return appends;
  }

  return {
    replicas,
    append: async (script, keys, argsOf) => {
      try {
        const master = masterOf(cluster, keys[0] ?? '');
        if (master === undefined) throw new ChatError('store_unavailable');
        return await appendsAt(master).append(script, keys, argsOf);
      } catch (error) {
        cluster.refreshSlotsCache(); // The slot may have moved.
        throw error;
      }
    },
  };
}
