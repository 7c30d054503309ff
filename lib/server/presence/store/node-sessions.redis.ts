import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { defineFenced, type Fence } from '@/lib/server/databases/redis/fence.redis';

export interface NodeSessionsOptions {
  readonly asking: Asking;
  readonly fence: Fence;
  readonly node: string;
  readonly leaseMs: number;
}

/** The sessions of one node, and what Redis knows of them. */
export class NodeSessions {
  readonly #options: NodeSessionsOptions;
  readonly #script = defineFenced(['sessions-save'], import.meta.url);
  /** A hash of all the node's sessions, session id -> name; the key expires with the node's lease. */
  readonly #key: string;
  readonly #sessions = new Map<string, string>();
  /** Opened, renamed or closed, while the store was not told or has forgotten it. */
  readonly #changed = new Set<string>();
  #saving: Promise<void> | undefined;

  constructor(options: NodeSessionsOptions) {
    this.#options = options;
    this.#key = `concord:node:${options.node}:sessions`;
  }

  open(id: string, name: string): Promise<void> {
    this.#sessions.set(id, name);
    this.#changed.add(id);
    return this.#save();
  }

  close(id: string): Promise<void> {
    this.#sessions.delete(id);
    this.#changed.add(id);
    return this.#save();
  }

  /** Keeps the sessions for another lease, and corrects what is stored. `isNew`: Redis may have forgotten them. */
  keep(isNew: boolean): Promise<void> {
    if (isNew) for (const id of this.#sessions.keys()) this.#changed.add(id);
    return this.#save();
  }

  /** Changes that come during a save go with the next one, all together. */
  async #save(): Promise<void> {
    await this.#saving?.catch(() => {});
    this.#saving ??= this.#saveChanged().finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #saveChanged(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    const open = ids.filter((id) => this.#sessions.has(id));
    const closed = ids.filter((id) => !this.#sessions.has(id));
    const count = this.#sessions.size;
    // In the same slot, and with the prefix of all our keys: a Redis user may be allowed no others.
    const keys = [this.#key, `concord:fence:{${this.#key}}`];
    const { fence, leaseMs } = this.#options;
    try {
      const fields = open.flatMap((id) => [id, this.#sessions.get(id) ?? '']);
      const stored = await fence.write(this.#script, keys, [leaseMs, open.length, ...fields, ...closed]);
      if (z.int().parse(stored) !== count) await this.#noteDifferences();
    } catch (error) {
      // A closed session that is still stored shows in the count, so only the open ones need another save.
      for (const id of open) this.#changed.add(id);
      throw error;
    }
  }

  /** The next round saves them. */
  async #noteDifferences(): Promise<void> {
    const stored = new Set(await this.#options.asking.ask((redis) => redis.hkeys(this.#key)));
    for (const id of stored) if (!this.#sessions.has(id)) this.#changed.add(id);
    for (const id of this.#sessions.keys()) if (!stored.has(id)) this.#changed.add(id);
  }
}
