import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { admittedKey, howKey, roomKey } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { Admission, Admissions } from './admissions';

const stringsSchema = z.array(z.string());
/** What SSCAN takes as a cursor, which has 64 bits; anything else starts from the beginning. */
const CURSOR = /^\d{1,19}$/;

/** Unchecked: only nodes write it, and they check what they write. */
const toAdmission = (id: string, how: string | null | undefined): Admission =>
  how ? { ...(JSON.parse(how) as Omit<Admission, 'id'>), id } : { id };

/** Who may enter private rooms, in Redis, for any number of nodes. */
export function createRedisAdmissions({ ask }: Asking): Admissions {
  const put = defineScript(['admission-put'], import.meta.url);
  const revoke = defineScript(['admission-revoke'], import.meta.url);
  const list = defineScript(['admission-list'], import.meta.url);

  async function note(
    room: string,
    { id, ...how }: Admission,
    why: 'admit' | 'readmit' | 'name',
    link = '',
  ): Promise<boolean> {
    const keys = [admittedKey(room), howKey(room), roomKey(room)];
    return (await ask((redis) => put(redis, keys, [id, JSON.stringify(how), why, link]))) === 1;
  }

  async function revokeAll(room: string, memberIds: readonly string[], link: number | ''): Promise<string[]> {
    const keys = [admittedKey(room), howKey(room)];
    return stringsSchema.parse(await ask((redis) => revoke(redis, keys, [link, ...memberIds])));
  }

  return {
    admit: (room, admission, link) => note(room, admission, 'admit', link),
    readmit: async (room, admission) => void (await note(room, admission, 'readmit')),
    nameAdmitted: async (room, member) => void (await note(room, member, 'name')),
    revoke: async (room, memberId) => void (await revokeAll(room, [memberId], '')),
    revokeUpTo: revokeAll,
    admissionOf: async (room, memberId) => {
      const [isIn, how] = await Promise.all([
        ask((redis) => redis.sismember(admittedKey(room), memberId)),
        ask((redis) => redis.hget(howKey(room), memberId)),
      ]);
      return isIn === 1 ? toAdmission(memberId, how) : undefined;
    },
    listAdmitted: async (room, after, limit) => {
      const keys = [admittedKey(room), howKey(room)];
      const args = [CURSOR.test(after) ? after : '0', limit];
      const answer = stringsSchema.parse(await ask((redis) => list(redis, keys, args)));
      const [count = '0', next = '0', ...pairs] = answer;
      const admissions: Admission[] = [];
      for (let at = 0; at < pairs.length; at += 2)
        admissions.push(toAdmission(pairs[at] ?? '', pairs[at + 1]));
      return { count: Number(count), admissions, ...(next === '0' ? {} : { after: next }) };
    },
  };
}
