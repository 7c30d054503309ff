import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import type { Presence } from '@/lib/server/presence/store/presence';

const LEASE_MS = 10_000;

interface Stored {
  readonly name: string;
  readonly nodes: ReadonlySet<string>;
}

/** A store that any number of nodes share, like Redis; it can be away, slow, and forget. */
export class PresenceStoreForTests {
  isAway = false;
  /** How long it takes to store a member. */
  enterMs = 0;
  /** How often a member was stored. */
  enters = 0;
  /** Nodes whose leases have run out. */
  dead: string[] = [];
  isReapingAway = false;
  readonly reaped: string[] = [];
  #version = 0;
  readonly #rooms = new Map<string, Map<string, Stored>>();

  forget(room: string): void {
    this.#rooms.delete(room);
    this.#version += 1;
  }

  node(node: string): Presence {
    let renewedAt = Number.NEGATIVE_INFINITY;
    const answer = async <T>(work: () => T): Promise<T> => {
      if (this.isAway) throw new ChatError('store_unavailable');
      return work();
    };
    return {
      openSession: async () => {},
      closeSession: async () => {},
      enter: async (room, { id, name }) => {
        if (this.enterMs > 0) await new Promise((resolve) => setTimeout(resolve, this.enterMs));
        return answer(() => {
          this.enters += 1;
          const before = this.#in(room).get(id)?.nodes ?? new Set();
          this.#put(room, id, { name, nodes: new Set([...before, node]) });
          return { isFirst: before.size === 0 };
        });
      },
      leave: (room, id) =>
        answer(() => {
          const stored = this.#in(room).get(id);
          const others = [...(stored?.nodes ?? [])].filter((other) => other !== node);
          if (stored !== undefined) this.#put(room, id, { ...stored, nodes: new Set(others) });
          return { isLast: stored !== undefined && others.length === 0 };
        }),
      list: (room, known) =>
        answer(() => {
          const version = String(this.#version);
          if (version === known) return null;
          const stored = [...this.#in(room)];
          const isOnlyHere = ({ nodes }: Stored) => nodes.size === 1 && nodes.has(node);
          const onlyHere = new Set(stored.filter(([, value]) => isOnlyHere(value)).map(([id]) => id));
          return { version, members: this.listed(room), onlyHere };
        }),
      glance: (room, limit) =>
        answer(() => ({ count: this.listed(room).length, members: this.listed(room).slice(0, limit) })),
      renew: () =>
        answer(() => {
          const silenceMs = performance.now() - renewedAt;
          renewedAt = performance.now();
          return { isNew: silenceMs > LEASE_MS / 2, dead: [...this.dead] };
        }),
      reap: (dead) =>
        answer(() => {
          if (this.isReapingAway) throw new ChatError('store_unavailable');
          this.reaped.push(dead);
          this.dead = this.dead.filter((other) => other !== dead);
        }),
      vacate: (isHeld, departed) =>
        answer(() => {
          for (const room of this.#rooms.keys()) if (!isHeld(room)) this.#removeAll(room, node, departed);
        }),
    };
  }

  listed(room: string): Member[] {
    return [...this.#in(room)].map(([id, { name }]) => ({ id, name }));
  }

  /** As in a store that was restored to an earlier state. */
  remember(room: string, { id, name }: Member, node: string): void {
    this.#put(room, id, { name, nodes: new Set([...(this.#in(room).get(id)?.nodes ?? []), node]) });
  }

  #removeAll(room: string, node: string, departed: Parameters<Presence['vacate']>[1]): void {
    for (const [id, stored] of this.#in(room)) {
      const others = [...stored.nodes].filter((other) => other !== node);
      if (others.length === stored.nodes.size) continue;
      this.#put(room, id, { ...stored, nodes: new Set(others) });
      if (others.length === 0) departed({ room, member: { id, name: stored.name } });
    }
  }

  #in(room: string): ReadonlyMap<string, Stored> {
    return this.#rooms.get(room) ?? new Map();
  }

  #put(room: string, id: string, stored: Stored): void {
    const members = new Map(this.#in(room));
    if (stored.nodes.size > 0) members.set(id, stored);
    else members.delete(id);
    this.#rooms.set(room, members);
    this.#version += 1;
  }
}
