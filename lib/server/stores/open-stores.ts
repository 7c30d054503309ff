import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { configuredSecrets, type SessionSecrets, SharedSecrets } from '../session-secrets';
import type { StoreWatch } from '../store-watch';
import type { Avatars } from './avatars';
import type { Names } from './names';
import { openRedisStores } from './open-stores.redis';
import { openSqliteStores } from './open-stores.sqlite';
import type { Orders } from './orders';
import type { Presence } from './presence';
import type { RateLimits } from './rate-limits';
import type { ReadMarks } from './read-marks';
import type { RoomLog } from './room-log';
import type { Rooms } from './rooms';
import type { Secrets } from './secrets';
import type { SignalsAdapter } from './signals.redis';

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
  /** Whether this node can store what it is sent, as all that has shown so far and one more look say. */
  isReachable(): Promise<boolean>;
  readonly watch: StoreWatch;
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
    const { redisUrl: url, historyLimit, historyBytes } = config;
    const settings = { tlsCa: config.redisTlsCa, waitReplicas: config.redisWaitReplicas };
    return openRedisStores({ url, settings, node, historyLimit, historyBytes, logger, ...timing });
  }
  return openSqliteStores(config, logger);
}

/** The configured secret, else those that the nodes make and keep in the store. */
export function sessionSecrets(config: Config, stores: Stores, logger: Logger): SessionSecrets {
  const { sessionSecret, sessionSecretOld } = config;
  if (sessionSecret !== undefined) return configuredSecrets(sessionSecret, sessionSecretOld);
  const isShared = stores.adapter !== undefined;
  return new SharedSecrets({ store: stores.secrets, isShared, now: Date.now, logger });
}
