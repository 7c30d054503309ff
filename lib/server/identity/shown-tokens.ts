import { parseCookie } from 'cookie';
import type { TokenKind } from './member-token';

/**
 * What a browser takes over TLS from this host alone, and shows to it alone (RFC 6265bis, 4.1.3.2): no other site of the
 * domain, and nobody on the way, can put one in its place.
 */
export const HOST_COOKIE = '__Host-concord_member';
/** Where there is no TLS, and what was set before there was the other. */
export const PLAIN_COOKIE = 'concord_member';

/** Of so many cookies of one name each is tried: of hundreds, each would be checked with every request. */
const TRIED_MAX = 50;

/** What may say who it is that asks. */
export interface ShownTokens {
  readonly tokens: readonly string[];
  /** Those that count here. */
  readonly kinds: readonly TokenKind[];
  /** Did the browser come over TLS? */
  readonly isSecure: boolean;
  /** Does whoever is recognized by one of these get the cookie that other sites cannot set in its place? */
  readonly isMoving: boolean;
}

/**
 * Once a browser has the cookie of this host alone, no other counts. Until then it is recognized over TLS by what was
 * signed before there was that cookie: who wants somebody to act as another would need one of those, which last a year.
 */
export function shownTokens(cookies: string | undefined, isSecure: boolean): ShownTokens {
  const hostTokens = valuesOf(HOST_COOKIE, cookies);
  // A browser shows it over TLS only, whatever a load balancer says or does not.
  if (hostTokens.length > 0) return { tokens: hostTokens, kinds: ['host'], isSecure: true, isMoving: false };
  const tokens = valuesOf(PLAIN_COOKIE, cookies);
  if (isSecure) return { tokens, kinds: ['early'], isSecure, isMoving: true };
  return { tokens, kinds: ['plain', 'early'], isSecure, isMoving: false };
}

/** All of the name: a browser may have one for each path and domain that it is of, and does not say which is whose. */
function valuesOf(name: string, cookies = ''): readonly string[] {
  if (!cookies.includes(name)) return [];
  const values = cookies.split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
  return [...new Set(values)].slice(0, TRIED_MAX);
}
