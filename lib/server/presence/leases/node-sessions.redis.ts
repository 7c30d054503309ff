import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { defineFenced, type Fence } from '@/lib/server/databases/redis/fence.redis';

export interface NodeSessionsOptions {
  readonly asking: Asking;
  readonly fence: Fence;
  readonly node: string;
  readonly leaseMs: number;
}

/** The sessions of one node, as far as Redis has been told of them. */
export interface NodeSessions {
  open(id: string, name: string): Promise<void>;
  close(id: string): Promise<void>;
  /** Keeps them for another lease, and corrects what is stored. `isNew`: Redis may have forgotten them. */
  keep(isNew: boolean): Promise<void>;
}

export function createNodeSessions({ asking, fence, node, leaseMs }: NodeSessionsOptions): NodeSessions {
  const script = defineFenced(['sessions-save'], import.meta.url);
  /** Session id -> name, all of one node; the key ends with the node's lease. */
  const key = `concord:node:${node}:sessions`;
  // Of one slot with it, and beginning as all keys do: a user of Redis may be allowed no others.
  const keys = [key, `concord:fence:{${key}}`];
  const sessions = new Map<string, string>();
  /** Opened, renamed or closed, and the store has not been told or has forgotten it. */
  const changed = new Set<string>();
  let saving: Promise<void> | undefined;

  /** What comes while one is on its way goes with the next, all together. */
  async function save(): Promise<void> {
    await saving?.catch(() => {});
    saving ??= saveChanged().finally(() => {
      saving = undefined;
    });
    await saving;
  }

  async function saveChanged(): Promise<void> {
    const ids = [...changed];
    changed.clear();
    const open = ids.filter((id) => sessions.has(id));
    const closed = ids.filter((id) => !sessions.has(id));
    const count = sessions.size;
    try {
      const fields = open.flatMap((id) => [id, sessions.get(id) ?? '']);
      const stored = await fence.write(script, keys, [leaseMs, open.length, ...fields, ...closed]);
      if (z.int().parse(stored) !== count) await noteDifferences();
    } catch (error) {
      // What was closed and is stored still shows in the count.
      for (const id of open) changed.add(id);
      throw error;
    }
  }

  /** The next round makes up for them. */
  async function noteDifferences(): Promise<void> {
    const stored = new Set(await asking.ask((redis) => redis.hkeys(key)));
    for (const id of stored) if (!sessions.has(id)) changed.add(id);
    for (const id of sessions.keys()) if (!stored.has(id)) changed.add(id);
  }

  return {
    open: (id, name) => {
      sessions.set(id, name);
      changed.add(id);
      return save();
    },
    close: (id) => {
      sessions.delete(id);
      changed.add(id);
      return save();
    },
    keep: (isNew) => {
      if (isNew) for (const id of sessions.keys()) changed.add(id);
      return save();
    },
  };
}
