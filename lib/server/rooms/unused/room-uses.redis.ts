import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Asking, RedisCommands } from '@/lib/server/databases/redis/asking.redis';
import {
  aboutKey,
  admittedKey,
  DIRECTORY,
  howKey,
  logKeysOf,
  membersVersionKey,
  orderKey,
} from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { RoomKeep, RoomUses } from './room-uses';

/** Hash: how much time has passed, and when that was said last. */
const CLOCK = 'concord:uses:clock';
/** Sorted set: room id -> when it was last used, or before that. Only where to look; each room says it itself. */
const USES = 'concord:uses';
/** Set once the rooms of a time when nobody noted their use are in it. */
const FILLED = 'concord:uses:filled';

/** Rooms that are looked at together. */
const PAGE = 100;
/** Keys that Redis looks at in one go. */
const SCAN_COUNT = 1_000;

const ABOUT = /^concord:\{(.*)\}:about$/s;

/** The uses of rooms in Redis, for any number of nodes. */
export function createRedisRoomUses({ ask }: Asking): RoomUses & { readonly listUse: typeof listUse } {
  const scripts = {
    pass: defineScript(['clock-pass'], import.meta.url),
    use: defineScript(['room-use'], import.meta.url),
    end: defineScript(['room-end'], import.meta.url),
    unlist: defineScript(['rooms-unlist'], import.meta.url),
  };

  const passedMs = async () => Number((await ask((redis) => redis.hget(CLOCK, 'passed'))) ?? 0);

  /** Before there is a room: one that nothing leads to would stay for good. */
  async function listUse(id: string): Promise<void> {
    const passed = await passedMs();
    await ask((redis) => redis.zadd(USES, 'NX', passed, id));
  }

  async function fill(passed: number): Promise<void> {
    if ((await ask((redis) => redis.get(FILLED))) !== null) return;
    let masters: Redis[] = [];
    await ask(async (redis) => {
      masters = mastersOf(redis);
    });
    for (const master of masters) {
      for (let cursor = '0', isFirst = true; isFirst || cursor !== '0'; isFirst = false) {
        const [next, keys] = await ask(() =>
          master.scan(cursor, 'MATCH', 'concord:{*}:about', 'COUNT', SCAN_COUNT),
        );
        const found = keys.flatMap((key) => ABOUT.exec(key)?.[1] ?? []);
        const scores = found.flatMap((id) => [passed, id]);
        if (found.length > 0) await ask((redis) => redis.zadd(USES, 'NX', ...scores));
        cursor = next;
      }
    }
    await ask((redis) => redis.set(FILLED, '1'));
  }

  async function forget(id: string): Promise<void> {
    await ask((redis) => scripts.unlist(redis, DIRECTORY, [id, randomUUID()]));
    // Last: whatever fails before is done the next time.
    await ask((redis) => redis.zrem(USES, id));
  }

  /** Answers when the room was last used, or that it is not there any more. */
  async function end(id: string, args: readonly (string | number)[]): Promise<number | 'ended' | 'gone'> {
    const { place, log, ids, forks, entries } = logKeysOf(id);
    const members = [admittedKey(id), howKey(id), membersVersionKey(id)];
    const others = [log, ids, forks, entries, orderKey(id), ...members];
    const keys = [aboutKey(id), place, ...others];
    const answer = z.string().parse(await ask((redis) => scripts.end(redis, keys, args)));
    return answer === 'ended' || answer === 'gone' ? answer : Number(answer);
  }

  async function endUnused({ writtenMs, emptyMs }: RoomKeep, isKept: (id: string) => boolean) {
    const passed = await passedMs();
    await fill(passed);
    const ended: string[] = [];
    const last = passed - Math.min(emptyMs, writtenMs ?? emptyMs);
    const page = (from: number) =>
      ask((redis) => redis.zrange(USES, '-inf', String(last), 'BYSCORE', 'LIMIT', from, PAGE, 'WITHSCORES'));
    let from = 0;
    for (let found = await page(from); found.length > 0; found = await page(from)) {
      for (let at = 0; at + 1 < found.length; at += 2) {
        const [id, listed] = [found[at] ?? '', found[at + 1] ?? ''];
        const used = isKept(id) ? last : await end(id, [passed, emptyMs, writtenMs ?? '', listed]);
        if (used === 'ended') ended.push(id);
        if (typeof used !== 'number') await forget(id);
        else if (used <= last) from += 1;
        else await ask((redis) => redis.zadd(USES, 'GT', used, id));
      }
    }
    return ended;
  }

  return {
    listUse,
    used: async (id) => {
      const passed = await passedMs();
      const isThere = await ask((redis) => scripts.use(redis, [aboutKey(id)], [passed]));
      if (isThere === 1) await ask((redis) => redis.zadd(USES, 'GT', passed, id));
    },
    passTime: async (maxMs) => void (await ask((redis) => scripts.pass(redis, [CLOCK], [maxMs]))),
    endUnused,
  };
}

const mastersOf = (redis: RedisCommands): Redis[] =>
  redis instanceof Redis ? [redis] : redis.nodes('master');
