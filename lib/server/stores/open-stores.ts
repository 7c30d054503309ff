import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config';
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
import type { SignalsAdapter } from './signals.redis';
import { openSqlite, type SqliteDatabase } from './sqlite';

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
  /** The value under `name`, the same for all nodes for ever: made from `proposal` by the first that asks. */
  secret(name: string, proposal: string): Promise<string>;
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
    secret: async (name, proposal) => keepSecret(database, name, proposal),
    isReachable: async () => database.open,
    close,
  };
}

function keepSecret(database: SqliteDatabase, name: string, proposal: string): string {
  database
    .prepare('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(name, proposal);
  return (database.prepare('SELECT value FROM secrets WHERE name = ?').get(name) as { value: string }).value;
}

const SECRET_RETRY_MS = 1_000;

/** The configured secret, else one that is made once and kept in the store: asked for until the store answers. */
export async function sessionSecret(config: Config, stores: Stores): Promise<string> {
  if (config.sessionSecret !== undefined) return config.sessionSecret;
  const proposal = randomBytes(32).toString('base64url');
  for (;;) {
    try {
      return await stores.secret('session', proposal);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, SECRET_RETRY_MS).unref());
    }
  }
}
