import { QUOTA_VARIABLES } from '@/lib/server/config/settings/quota';
import { RATE_VARIABLES } from '@/lib/server/config/settings/rate';

const rates = Object.keys(RATE_VARIABLES) as (keyof typeof RATE_VARIABLES)[];

/**
 * Settings for nodes on which a test or the drill acts for many people at once: all of them come from one address, and most act
 * faster than a person can. A test of a limit sets that one.
 */
export const UNLIMITED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(rates.map((name) => [name, 'off'])),
  ...Object.fromEntries(Object.keys(QUOTA_VARIABLES).map((name) => [name, 'off'])),
  RATE_ADDRESS_FACTOR: 'off',
  MAX_CONNECTIONS_PER_IP: 'off',
};
