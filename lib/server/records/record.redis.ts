import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';

/** A record in Redis that counts how often it was stored. */
interface RedisRecord {
  readonly key: string;
  /** Of `record`, which goes in place of the one before it. */
  readonly revision: number;
  readonly record: string;
  /** In place of any earlier one: that is what a store has that lost the newest. */
  readonly isRestored?: boolean;
}

/** Stores a record unless somebody was quicker, see record-put.lua. Answers with the one that is there now. */
export function createRecordPut({ ask }: Asking): (record: RedisRecord) => Promise<string> {
  const put = defineScript(['record-put'], import.meta.url);
  return async ({ key, revision, record, isRestored = false }) =>
    z.string().parse(await ask((redis) => put(redis, [key], [revision - 1, record, isRestored ? '1' : ''])));
}
