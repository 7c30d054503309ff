import type { RequestListener } from 'node:http';
import { withAllowedHosts } from '@/lib/server/config/allowed-hosts';
import type { ClientAddress } from '@/lib/server/config/client-address';
import type { Config } from '@/lib/server/config/config';
import type { Warnings } from '@/lib/server/config/warnings';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import { withTokenOrigins } from '@/lib/server/identity/token-origins';
import type { Stores } from '@/lib/server/stores/stores';
import { withAvatars } from './avatar-responses';
import { type Health, withHealth } from './health';
import { withMembers } from './page-members';
import { withPolicy } from './page-policy';
import type { Pages } from './pages';
import { withRequestRates } from './request-rates';
import { withRequestTarget } from './request-target';
import { withTlsWatch } from './tls-watch';

interface AnswerOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly secrets: SessionSecrets;
  readonly clientAddress: ClientAddress;
  readonly warnings: Warnings;
  readonly health: Health;
  readonly pages: Pages;
}

/** Answers HTTP requests beside Socket.IO: each of these handlers answers its own requests, and passes on the others. */
export function answerRequests({ config, secrets, pages, ...options }: AnswerOptions): RequestListener {
  const { stores, clientAddress, warnings, health } = options;
  const recognizing = withMembers(
    secrets,
    config.embedOrigins.length > 0,
    withTokenOrigins(config, pages.handle),
  );
  const counting = { config, stores, clientAddress };
  const serving = withAvatars(counting, withRequestRates(counting, withPolicy(config, recognizing)));
  const watching = withTlsWatch(config, warnings, serving);
  // Load balancers request a node's health by its address.
  return withRequestTarget(withHealth(health, withAllowedHosts(config, watching)));
}
