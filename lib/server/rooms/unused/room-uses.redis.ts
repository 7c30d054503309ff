import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Asking, RedisCommands } from '@/lib/server/databases/redis/asking.redis';
import {
  admittedKey,
  DIRECTORY,
  howKey,
  logKeysOf,
  membersVersionKey,
  moderationKey,
  roomKey,
} from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { RoomKeep, RoomUses } from './room-uses';

/** Hash: how much time has passed, and when that was last advanced. */
const CLOCK = 'concord:uses:clock';
/** Sorted set: room id -> when it was last used, or earlier. It only says where to look; each room has its exact time. */
const USES = 'concord:uses';
/** Set once the rooms from before anybody noted their use are listed in it. */
const FILLED = 'concord:uses:filled';

/** How many rooms are looked at together. */
const PAGE = 100;
/** How many keys Redis looks at in one go. */
const SCAN_COUNT = 1_000;

const ROOM_KEY = /^concord:\{(.*)\}:about$/s;

/** The uses of rooms in Redis, for any number of nodes. */
export function createRedisRoomUses({ ask }: Asking): RoomUses & { readonly listUse: typeof listUse } {
  const pass = defineScript(['clock-pass'], import.meta.url);
  const use = defineScript(['room-use'], import.meta.url);
  const ending = new EndingRooms(ask);
  const passedMs = async () => Number((await ask((redis) => redis.hget(CLOCK, 'passed'))) ?? 0);

  /** Lists the room before it is made: a room that nothing leads to would stay for ever. */
  async function listUse(id: string): Promise<void> {
    const passed = await passedMs();
    await ask((redis) => redis.zadd(USES, 'NX', passed, id));
  }

  return {
    listUse,
    used: async (id) => {
      const passed = await passedMs();
      const isThere = await ask((redis) => use(redis, [roomKey(id)], [passed]));
      if (isThere === 1) await ask((redis) => redis.zadd(USES, 'GT', passed, id));
    },
    passTime: async (maxMs) => void (await ask((redis) => pass(redis, [CLOCK], [maxMs]))),
    endUnused: async (keep, isKept) => ending.endUnused(await passedMs(), keep, isKept),
  };
}

class EndingRooms {
  readonly #ask: Asking['ask'];
  readonly #end = defineScript(['room-end'], import.meta.url);
  readonly #unlist = defineScript(['rooms-unlist'], import.meta.url);

  constructor(ask: Asking['ask']) {
    this.#ask = ask;
  }

  /** @param passed how much time has passed, see {@link CLOCK} */
  async endUnused(
    passed: number,
    { writtenMs, emptyMs }: RoomKeep,
    isKept: (id: string) => boolean,
  ): Promise<string[]> {
    await this.#fill(passed);
    const ended: string[] = [];
    const last = passed - Math.min(emptyMs, writtenMs ?? emptyMs);
    let from = 0;
    for (let found = await this.#page(last, from); found.length > 0; found = await this.#page(last, from)) {
      for (let at = 0; at + 1 < found.length; at += 2) {
        const [id, listed] = [found[at] ?? '', found[at + 1] ?? ''];
        const used = isKept(id) ? last : await this.#endOne(id, [passed, emptyMs, writtenMs ?? '', listed]);
        if (used === 'ended') ended.push(id);
        if (typeof used !== 'number') await this.#forget(id);
        else if (used <= last) from += 1;
        else await this.#ask((redis) => redis.zadd(USES, 'GT', used, id));
      }
    }
    return ended;
  }

  #page(last: number, from: number): Promise<string[]> {
    return this.#ask((redis) =>
      redis.zrange(USES, '-inf', String(last), 'BYSCORE', 'LIMIT', from, PAGE, 'WITHSCORES'),
    );
  }

  async #fill(passed: number): Promise<void> {
    if ((await this.#ask((redis) => redis.get(FILLED))) !== null) return;
    let masters: Redis[] = [];
    await this.#ask(async (redis) => {
      masters = mastersOf(redis);
    });
    for (const master of masters) {
      for (let cursor = '0', isFirst = true; isFirst || cursor !== '0'; isFirst = false) {
        const [next, keys] = await this.#ask(() =>
          master.scan(cursor, 'MATCH', 'concord:{*}:about', 'COUNT', SCAN_COUNT),
        );
        const found = keys.flatMap((key) => ROOM_KEY.exec(key)?.[1] ?? []);
        const scores = found.flatMap((id) => [passed, id]);
        if (found.length > 0) await this.#ask((redis) => redis.zadd(USES, 'NX', ...scores));
        cursor = next;
      }
    }
    await this.#ask((redis) => redis.set(FILLED, '1'));
  }

  /** Returns when the room was last used, or that it has gone. */
  async #endOne(id: string, args: readonly (string | number)[]): Promise<number | 'ended' | 'gone'> {
    const { place, log, ids, forks, entries } = logKeysOf(id);
    const members = [admittedKey(id), howKey(id), membersVersionKey(id)];
    const others = [log, ids, forks, entries, moderationKey(id), ...members];
    const keys = [roomKey(id), place, ...others];
    const answer = z.string().parse(await this.#ask((redis) => this.#end(redis, keys, args)));
    return answer === 'ended' || answer === 'gone' ? answer : Number(answer);
  }

  async #forget(id: string): Promise<void> {
    await this.#ask((redis) => this.#unlist(redis, DIRECTORY, [id, randomUUID()]));
    // Last: whatever fails before is then done the next time.
    await this.#ask((redis) => redis.zrem(USES, id));
  }
}

const mastersOf = (redis: RedisCommands): Redis[] =>
  redis instanceof Redis ? [redis] : redis.nodes('master');
