import { z } from 'zod';
import type { Member } from '@/lib/chat/protocol';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Presence } from './presence';

/** How long the others wait for a silent node; with the time between two renewals, well under 15 s. */
export const LEASE_MS = 10_000;

/** Within this part of a lease a node renews it, as long as all is well. */
const RENEWED_WITHIN = 0.3;

export interface RedisPresenceOptions {
  readonly asking: Asking;
  /** Unique for each start of a node, so that what an earlier one left is not taken for its own. */
  readonly node: string;
  readonly leaseMs?: number | undefined;
}

const NODES = 'concord:nodes';
/** Who is in a room, and what that list is known by. */
const listKeys = (room: string) => [membersKey(room), `concord:{${room}}:members:version`];
const membersKey = (room: string) => `concord:{${room}}:members`;
/** The rooms in which a node has members: where to clean up after it. */
const roomsKey = (node: string) => `concord:node:${node}:rooms`;
/** Session id -> name, all of one node; the key ends with the node's lease. */
const sessionsKey = (node: string) => `concord:node:${node}:sessions`;

const answers = {
  flag: z.int().transform((value) => value === 1),
  renewed: z.tuple([z.int(), z.array(z.string())]),
  /** id, name, id, name, … */
  departed: z
    .array(z.string())
    .transform((flat) =>
      flat.flatMap((id, index) => (index % 2 === 0 ? [{ id, name: flat[index + 1] ?? '' }] : [])),
    ),
  glanced: z.array(z.string()).transform((flat) => toMembers(flat)),
  listed: z
    .tuple([z.string().nullable(), z.array(z.string())])
    .transform(([version, flat]) => ({ version, members: toMembers(flat) }))
    .nullable(),
};

/** What is stored of a member where it is. A schema for all: one for each of thousands costs more than what it reads. */
const placedSchema = z.object({ name: z.string() });

/** id, "placed", id, "placed", … */
const toMembers = (flat: readonly string[]): Member[] =>
  flat.flatMap((id, index) =>
    index % 2 === 0 ? [{ id, name: placedSchema.parse(JSON.parse(flat[index + 1] ?? '')).name }] : [],
  );

export function createRedisPresence(options: RedisPresenceOptions): Presence {
  const { asking, node, leaseMs = LEASE_MS } = options;
  const scripts = {
    enter: defineScript(['presence-enter'], import.meta.url),
    leave: defineScript(['presence-leave'], import.meta.url),
    list: defineScript(['presence-list'], import.meta.url),
    reap: defineScript(['presence-reap'], import.meta.url),
    renew: defineScript(['presence-renew'], import.meta.url),
  };
  const { ask } = asking;

  let changes = 0;
  /** What a list is known by once this node has changed it. */
  const nextVersion = () => `${node}:${++changes}`;

  /** Those of this node, and those of them that the store has not been told or has forgotten. */
  const sessions = new Map<string, string>();
  const unsaved = new Set<string>();
  let saving: Promise<void> | undefined;
  /** Rooms of which the store has been told, since the last renewal, that this node has members there. */
  const placed = new Set<string>();
  /** When the lease was last renewed, by the clock of this node: another may have prolonged it after Redis was away. */
  let renewedAt = Number.NEGATIVE_INFINITY;

  /** What comes while one is on its way goes with the next, all together. */
  async function saveSessions(): Promise<void> {
    await saving?.catch(() => {});
    saving ??= saveUnsaved().finally(() => {
      saving = undefined;
    });
    await saving;
  }

  async function saveUnsaved(): Promise<void> {
    const ids = [...unsaved];
    unsaved.clear();
    try {
      const fields = ids.flatMap((id) => [id, sessions.get(id) ?? '']);
      if (fields.length > 0) await ask((redis) => redis.hset(sessionsKey(node), ...fields));
      await ask((redis) => redis.pexpire(sessionsKey(node), leaseMs));
    } catch (error) {
      for (const id of ids) if (sessions.has(id)) unsaved.add(id);
      throw error;
    }
  }

  return {
    openSession: async (id, name) => {
      sessions.set(id, name);
      unsaved.add(id);
      await saveSessions();
    },
    closeSession: async (id) => {
      sessions.delete(id);
      unsaved.delete(id);
      await ask((redis) => redis.hdel(sessionsKey(node), id));
    },
    enter: async (room, member) => {
      if (!placed.has(room)) await ask((redis) => redis.sadd(roomsKey(node), room));
      placed.add(room);
      const answer = await ask((redis) =>
        scripts.enter(redis, listKeys(room), [member.id, member.name, node, nextVersion()]),
      );
      return { isFirst: answers.flag.parse(answer) };
    },
    leave: async (room, memberId) => {
      const answer = await ask((redis) =>
        scripts.leave(redis, listKeys(room), [memberId, node, nextVersion()]),
      );
      return { isLast: answers.flag.parse(answer) };
    },
    list: async (room, known) =>
      answers.listed.parse(await ask((redis) => scripts.list(redis, listKeys(room), [known ?? '']))),
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
      const [hadNone, dead] = answers.renewed.parse(
        await ask((redis) => scripts.renew(redis, [NODES], args)),
      );
      const isNew = hadNone === 1 || askedAt - renewedAt > leaseMs / 2;
      renewedAt = askedAt;
      if (isNew) for (const id of sessions.keys()) unsaved.add(id);
      placed.clear(); // A store that has lost its last second knows the lease, and may not know the rooms.
      // By itself: what is known of the lease does not wait for it, nor is lost with it.
      saveSessions().catch(leftToNextRound);
      return { isNew, dead };
    },
    reap: async (dead, departed) => {
      for (const room of await ask((redis) => redis.smembers(roomsKey(dead)))) {
        const answer = await ask((redis) => scripts.reap(redis, listKeys(room), [dead, nextVersion()]));
        for (const member of answers.departed.parse(answer)) departed({ room, member });
      }
      // Last, so that another node finishes what this one might not.
      await ask((redis) => redis.del(roomsKey(dead)));
      await ask((redis) => redis.zrem(NODES, dead));
    },
  };
}

/** Who could not be saved still waits to be. */
const leftToNextRound = () => {};
