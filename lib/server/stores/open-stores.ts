import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { configuredSecret, type SessionSecrets, SharedSecrets } from '../session-secrets';
import type { Avatars } from './avatars';
import { createSqliteAvatars } from './avatars.sqlite';
import type { Names } from './names';
import { createSqliteNames } from './names.sqlite';
import { openRedisStores } from './open-stores.redis';
import type { Orders } from './orders';
import { createSqliteOrders } from './orders.sqlite';
import type { Presence } from './presence';
import { createMemoryPresence } from './presence.memory';
import type { RateLimits } from './rate-limits';
import { createMemoryRateLimits } from './rate-limits.memory';
import type { ReadMarks } from './read-marks';
import { createSqliteReadMarks } from './read-marks.sqlite';
import type { RoomLog } from './room-log';
import { createSqliteRoomLog } from './room-log.sqlite';
import type { Rooms } from './rooms';
import { createSqliteRooms } from './rooms.sqlite';
import type { Secrets } from './secrets';
import { createSqliteSecrets } from './secrets.sqlite';
import type { SignalsAdapter } from './signals.redis';
import { openSqlite } from './sqlite';

/** Everything that a node keeps, and what it shares with the others. */
export interface Stores {
  readonly log: RoomLog;
  readonly names: Names;
  readonly presence: Presence;
  readonly limits: RateLimits;
  readonly rooms: Rooms;
  readonly orders: Orders;
  readonly marks: ReadMarks;
  readonly avatars: Avatars;
  readonly secrets: Secrets;
  isReachable(): Promise<boolean>;
  /** Carries Socket.IO's broadcasts between nodes; absent where there is only one. */
  readonly adapter?: SignalsAdapter;
  close(): void;
}

/**
 * Opens the store that the configuration names. `timing` is shorter in tests.
 * @throws StartError where it cannot be used.
 */
export async function openStores(
  config: Config,
  logger: Logger,
  timing: { readonly leaseMs?: number } = {},
): Promise<Stores> {
  if (config.redisUrl !== undefined) {
    const node = `${config.nodeId}.${randomUUID()}`;
    const { redisUrl: url, historyLimit } = config;
    const settings = { tlsCa: config.redisTlsCa, waitReplicas: config.redisWaitReplicas };
    return openRedisStores({ url, settings, node, historyLimit, logger, ...timing });
  }
  const { database, close } = openSqlite(config.dataDir);
  return {
    log: createSqliteRoomLog({ database, historyLimit: config.historyLimit, now: Date.now }),
    names: createSqliteNames({ database, now: Date.now }),
    presence: createMemoryPresence(),
    limits: createMemoryRateLimits(),
    rooms: createSqliteRooms({ database, now: Date.now }),
    orders: createSqliteOrders(database),
    marks: createSqliteReadMarks({ database, now: Date.now }),
    avatars: createSqliteAvatars({ database, now: Date.now }),
    secrets: createSqliteSecrets(database),
    isReachable: async () => database.open,
    close,
  };
}

/** The configured secret, else those that the nodes make and keep in the store. */
export function sessionSecrets(config: Config, stores: Stores, logger: Logger): SessionSecrets {
  if (config.sessionSecret !== undefined) return configuredSecret(config.sessionSecret);
  const isShared = stores.adapter !== undefined;
  return new SharedSecrets({ store: stores.secrets, isShared, now: Date.now, logger });
}
