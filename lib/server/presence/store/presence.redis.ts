import { z } from 'zod';
import type { Member } from '@/lib/chat/member';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { createFence, defineFenced, type Fence } from '@/lib/server/databases/redis/fence.redis';
import { LEASE_MS, RENEWED_WITHIN } from '@/lib/server/databases/redis/leases';
import { membersVersionKey } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import { NodeSessions } from './node-sessions.redis';
import type { Departure, Listed, Presence } from './presence';

export interface RedisPresenceOptions {
  readonly asking: Asking;
  /** Unique for each start of a node, so that it does not take what an earlier one left for its own. */
  readonly node: string;
  readonly leaseMs?: number | undefined;
}

const NODES = 'concord:nodes';
const listKeys = (room: string) => [membersKey(room), membersVersionKey(room)];
const membersKey = (room: string) => `concord:{${room}}:members`;
const fenceKey = (room: string, node: string) => `concord:{${room}}:members:fence:${node}`;
const writtenKeys = (room: string, node: string) => [...listKeys(room), fenceKey(room, node)];
/** The rooms in which a node has members: where others clean up after it. */
const roomsKey = (node: string) => `concord:node:${node}:rooms`;

const answers = {
  flag: z.int().transform((value) => value === 1),
  renewed: z.tuple([z.int(), z.array(z.string())]),
  /** id, name, id, name, … */
  departed: z
    .array(z.string())
    .transform((flat) =>
      flat.flatMap((id, index) => (index % 2 === 0 ? [{ id, name: flat[index + 1] ?? '' }] : [])),
    ),
  glanced: z.array(z.string()).transform((flat) => toPlaced(flat).map(toMember)),
  listed: z.tuple([z.string().nullable(), z.array(z.string())]).nullable(),
};

/** How a member is stored. One schema for all: creating one for each of thousands costs more than parsing. */
const placedSchema = z.object({ name: z.string(), nodes: z.record(z.string(), z.unknown()) });

type Placed = Member & z.infer<typeof placedSchema>;

/** id, "placed", id, "placed", … */
const toPlaced = (flat: readonly string[]): Placed[] =>
  flat.flatMap((id, index) =>
    index % 2 === 0 ? [{ id, ...placedSchema.parse(JSON.parse(flat[index + 1] ?? '')) }] : [],
  );

const toMember = ({ id, name }: Placed): Member => ({ id, name });

function toListed(version: string | null, flat: readonly string[], node: string): Listed {
  const placed = toPlaced(flat);
  const isOnlyHere = ({ nodes }: Placed) => Object.keys(nodes).every((other) => other === node);
  const onlyHere = placed.filter(isOnlyHere).map(({ id }) => id);
  const listed = { version, members: placed.map(toMember) };
  return onlyHere.length === 0 ? listed : { ...listed, onlyHere: new Set(onlyHere) };
}

export function createRedisPresence(options: RedisPresenceOptions): Presence {
  const { asking, node, leaseMs = LEASE_MS } = options;
  const scripts = {
    list: defineScript(['presence-list'], import.meta.url),
    renew: defineScript(['presence-renew'], import.meta.url),
  };
  const { ask } = asking;
  const fence = createFence(asking);
  const sessions = new NodeSessions({ asking, fence, node, leaseMs });
  const own = new NodeMembers(asking, fence, node);
  /** When the lease was last renewed, by this node's clock: another node may have prolonged it after Redis was away. */
  let renewedAt = Number.NEGATIVE_INFINITY;

  return {
    openSession: (id, name) => sessions.open(id, name),
    closeSession: (id) => sessions.close(id),
    enter: (room, member) => own.enter(room, member),
    leave: (room, memberId) => own.leave(room, memberId),
    reap: (dead, departed) => own.reap(dead, departed),
    vacate: (isHeld, departed) => own.vacate(isHeld, departed),
    list: async (room, known) => {
      const answer = await ask((redis) => scripts.list(redis, listKeys(room), [known ?? '']));
      const listed = answers.listed.parse(answer);
      return listed && toListed(...listed, node);
    },
    glance: async (room, limit) => {
      const key = membersKey(room);
      const [count, flat] = await Promise.all([
        ask((redis) => redis.hlen(key)),
        ask((redis) => redis.hrandfield(key, limit, 'WITHVALUES')),
      ]);
      return { count, members: answers.glanced.parse(flat) };
    },
    renew: async () => {
      const askedAt = performance.now();
      const args = [node, leaseMs, leaseMs * RENEWED_WITHIN];
      const answer = await ask((redis) => scripts.renew(redis, [NODES], args));
      const [hadNone, dead] = answers.renewed.parse(answer);
      const isNew = hadNone === 1 || askedAt - renewedAt > leaseMs / 2;
      renewedAt = askedAt;
      own.forgetPlaced(); // A store that lost its last second may know the lease but not the rooms.
      // Not awaited: the answer about the lease neither waits for it, nor is lost with it.
      sessions.keep(isNew).catch(leftToNextRound);
      return { isNew, dead };
    },
  };
}

/** Stores a node's members, and removes those whom others left behind. */
class NodeMembers {
  readonly #scripts = {
    enter: defineFenced(['presence-enter'], import.meta.url),
    leave: defineFenced(['presence-leave'], import.meta.url),
    reap: defineScript(['presence-reap'], import.meta.url),
  };
  readonly #ask: Asking['ask'];
  readonly #fence: Fence;
  readonly #node: string;
  #changes = 0;
  /** Rooms that were stored, since the last renewal, as having members of this node. */
  readonly #placed = new Set<string>();

  constructor({ ask }: Asking, fence: Fence, node: string) {
    this.#ask = ask;
    this.#fence = fence;
    this.#node = node;
  }

  async enter(room: string, { id, name }: Member): Promise<{ isFirst: boolean }> {
    if (!this.#placed.has(room)) await this.#ask((redis) => redis.sadd(roomsKey(this.#node), room));
    this.#placed.add(room);
    const args = [id, name, this.#node, this.#nextVersion()];
    const answer = await this.#fence.write(this.#scripts.enter, writtenKeys(room, this.#node), args);
    return { isFirst: answers.flag.parse(answer) };
  }

  async leave(room: string, memberId: string): Promise<{ isLast: boolean }> {
    const args = [memberId, this.#node, this.#nextVersion()];
    const answer = await this.#fence.write(this.#scripts.leave, writtenKeys(room, this.#node), args);
    return { isLast: answers.flag.parse(answer) };
  }

  async reap(dead: string, departed: (departure: Departure) => void): Promise<void> {
    for (const room of await this.#ask((redis) => redis.smembers(roomsKey(dead)))) {
      await this.#empty(room, dead, departed);
    }
    // Last, so that another node finishes the work if this one does not.
    await this.#ask((redis) => redis.del(roomsKey(dead)));
    await this.#ask((redis) => redis.zrem(NODES, dead));
  }

  async vacate(isHeld: (room: string) => boolean, departed: (departure: Departure) => void): Promise<void> {
    for (const room of await this.#ask((redis) => redis.smembers(roomsKey(this.#node)))) {
      if (isHeld(room)) continue;
      await this.#empty(room, this.#node, departed);
      if (isHeld(room)) continue; // Somebody has come meanwhile.
      this.#placed.delete(room);
      await this.#ask((redis) => redis.srem(roomsKey(this.#node), room));
    }
  }

  forgetPlaced(): void {
    this.#placed.clear();
  }

  /** Removes the node `at` from everybody in the room. */
  async #empty(room: string, at: string, departed: (departure: Departure) => void): Promise<void> {
    const args = [at, this.#nextVersion()];
    const answer = await this.#ask((redis) => this.#scripts.reap(redis, writtenKeys(room, at), args));
    for (const member of answers.departed.parse(answer)) departed({ room, member });
  }

  /** The version of a list that this node has just changed. */
  #nextVersion(): string {
    this.#changes += 1;
    return `${this.#node}:${this.#changes}`;
  }
}

/** Whatever could not be saved waits for the next round. */
const leftToNextRound = () => {};
