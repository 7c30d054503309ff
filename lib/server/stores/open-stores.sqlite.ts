import type { Logger } from 'pino';
import type { Config } from '@/lib/server/config/config';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { startErrorOf } from '@/lib/server/databases/sqlite/sqlite-checks';
import { createSqliteSecrets } from '@/lib/server/identity/secrets.sqlite';
import { createMemoryRateLimits } from '@/lib/server/limits/rate-limits.memory';
import { createSqliteRoomLog } from '@/lib/server/log/room-log.sqlite';
import { createSqliteAvatars } from '@/lib/server/members/avatars.sqlite';
import { createSqliteReadMarks } from '@/lib/server/members/read-marks.sqlite';
import { createSqliteNames } from '@/lib/server/names/names.sqlite';
import { createMemoryPresence } from '@/lib/server/presence/store/presence.memory';
import { createSqliteModeration } from '@/lib/server/records/records.sqlite';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import type { Stores } from './stores';
import { watchedStores } from './watched-stores';

/** Opens the stores in one file, for one node. @throws StartError if it cannot be used */
export async function openSqliteStores(
  { dataDir, historyLimit, historyBytes }: Pick<Config, 'dataDir' | 'historyLimit' | 'historyBytes'>,
  logger: Logger,
): Promise<Stores> {
  const { database, signs, close } = openSqlite(dataDir, (sentence) => logger.warn(sentence));
  try {
    const stores = {
      log: createSqliteRoomLog({ database, historyLimit, historyBytes, now: Date.now }),
      names: createSqliteNames({ database, now: Date.now }),
      presence: createMemoryPresence(),
      limits: createMemoryRateLimits(),
      rooms: createSqliteRooms({ database, now: Date.now }),
      moderation: createSqliteModeration(database),
      marks: createSqliteReadMarks({ database, now: Date.now }),
      avatars: createSqliteAvatars({ database, now: Date.now }),
      secrets: createSqliteSecrets(database),
      signs,
      close,
    };
    return await watchedStores(stores, logger);
  } catch (cause) {
    close();
    throw startErrorOf(dataDir, cause);
  }
}
