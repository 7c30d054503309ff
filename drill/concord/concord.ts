import { randomBytes } from 'node:crypto';
import { createIdentify } from '@/lib/server/identity/identity';
import { configuredSecrets } from '@/lib/server/identity/session-secrets';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { startNode } from '@/scripts/cluster/start-node';
import { ROOMS } from '../rooms';
import type { System } from '../system';
import { createBrowsers } from './browsers';
import { openConcordTalker } from './concord-talker';

/** The product as built. The drill knows the secret, and makes the members' cookies as a node would. */
export function createConcord(): System {
  const secret = randomBytes(32).toString('hex');
  const identify = createIdentify(configuredSecrets(secret));
  const browsers = createBrowsers();
  const newCookie = async () => {
    const { setCookie = '' } = await identify({ cookies: undefined, isSecure: false });
    return setCookie.split(';')[0] ?? '';
  };
  return {
    name: 'Concord',
    // Everybody comes from one address and reads everything. Messages and packets have the product's rates.
    env: {
      ...UNLIMITED,
      RATE_MESSAGES: '',
      RATE_PACKETS: '',
      ROOMS: ROOMS.join(','),
      SESSION_SECRET: secret,
      LOG_LEVEL: 'error',
    },
    startNode,
    open: async (options) => openConcordTalker(options, await newCookie()),
    openBrowser: browsers.open,
    hasHistory: true,
    close: browsers.close,
  };
}
