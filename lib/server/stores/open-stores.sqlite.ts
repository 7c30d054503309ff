import type { Logger } from 'pino';
import type { Config } from '../config';
import { createSqliteAvatars } from './avatars.sqlite';
import { createSqliteNames } from './names.sqlite';
import type { Stores } from './open-stores';
import { createSqliteOrders } from './orders.sqlite';
import { createMemoryPresence } from './presence.memory';
import { createMemoryRateLimits } from './rate-limits.memory';
import { createSqliteReadMarks } from './read-marks.sqlite';
import { createSqliteRoomLog } from './room-log.sqlite';
import { createSqliteRooms } from './rooms.sqlite';
import { createSqliteSecrets } from './secrets.sqlite';
import { openSqlite } from './sqlite';
import { startErrorOf } from './sqlite-checks';
import { watchedStores } from './watched-stores';

/** The stores in one file, for one node. @throws StartError where it cannot be used */
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
      orders: createSqliteOrders(database),
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
