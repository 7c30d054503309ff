import { join } from 'node:path';
import { Redis } from 'ioredis';
import Database from 'libsql';

export async function freeNamesInRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys('concord:{names}:*');
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
}

export async function freeNamesInFile(directory: string): Promise<void> {
  const database = new Database(join(directory, 'concord.sqlite'), { timeout: 5_000 });
  database.exec('DELETE FROM names');
  database.close();
}
