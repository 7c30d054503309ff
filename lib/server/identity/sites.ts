import type { Guests } from '@/lib/server/config/site-settings';
import type { SiteTokens } from './site-tokens';

/** Whose users come with tokens, and what becomes of who comes without. */
export interface Sites {
  readonly tokens: SiteTokens | undefined;
  readonly guests: Guests;
}
