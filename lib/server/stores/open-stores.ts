import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '@/lib/server/config/config';
import { configuredSecrets, type SessionSecrets, SharedSecrets } from '@/lib/server/identity/session-secrets';
import { openRedisStores } from './open-stores.redis';
import { openSqliteStores } from './open-stores.sqlite';
import type { Stores } from './stores';

/**
 * Opens the store that the configuration names. `timing` is shorter in tests.
 * @throws StartError if it cannot be used
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

/** Returns the configured secret, or else those that the nodes make and keep in the store. */
export function sessionSecrets(config: Config, stores: Stores, logger: Logger): SessionSecrets {
  const { sessionSecret, sessionSecretOld } = config;
  if (sessionSecret !== undefined) return configuredSecrets(sessionSecret, sessionSecretOld);
  const isShared = stores.adapter !== undefined;
  return new SharedSecrets({ store: stores.secrets, isShared, now: Date.now, logger });
}
