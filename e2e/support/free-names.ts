import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import Database from 'libsql';

const SESSIONS_GONE_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** A node renews the names of those who have not left yet, and would keep a name that was freed already. */
async function untilAllHaveLeft(redis: Redis): Promise<void> {
  const end = Date.now() + SESSIONS_GONE_MS;
  while ((await redis.keys('concord:node:*:sessions')).length > 0 && Date.now() < end) {
    await setTimeout(LOOK_EVERY_MS);
  }
}

export async function freeNamesInRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await untilAllHaveLeft(redis);
  const keys = await redis.keys('concord:{names}:*');
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
}

export function freeNamesInFile(directory: string): void {
  const database = new Database(join(directory, 'concord.sqlite'), { timeout: 5_000 });
  database.exec('DELETE FROM names');
  database.close();
}
