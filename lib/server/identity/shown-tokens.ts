import { parseCookie } from 'cookie';
import type { TokenKind } from './member-token';

/**
 * A cookie that a browser accepts only over TLS from this host, and only shows to it (RFC 6265bis, 4.1.3.2): no other site of
 * the domain, and nobody on the way, can replace it.
 */
export const HOST_COOKIE = '__Host-concord_member';
/** Used without TLS; also what was set before there was the other. */
export const PLAIN_COOKIE = 'concord_member';

/** At most this many cookies of one name are tried: if somebody set hundreds, each would be checked with every request. */
const TRIED_MAX = 50;

/** The tokens of a request, which may say who sent it. */
export interface ShownTokens {
  readonly tokens: readonly string[];
  /** The kinds that are valid here. */
  readonly kinds: readonly TokenKind[];
  /** Whether the browser came over TLS. */
  readonly isSecure: boolean;
  /** Whether a member who is recognized by one of these gets the cookie that other sites cannot replace. */
  readonly isMoving: boolean;
}

/**
 * Once a browser has the cookie for this host alone, no other counts. Until then, it is recognized over TLS by what was signed
 * before that cookie existed: to make somebody act as another, an attacker would need one of those, which last a year.
 */
export function shownTokens(cookies: string | undefined, isSecure: boolean): ShownTokens {
  const hostTokens = valuesOf(HOST_COOKIE, cookies);
  // A browser shows it over TLS only, whatever a load balancer does or does not report.
  if (hostTokens.length > 0) return { tokens: hostTokens, kinds: ['host'], isSecure: true, isMoving: false };
  const tokens = valuesOf(PLAIN_COOKIE, cookies);
  if (isSecure) return { tokens, kinds: ['early'], isSecure, isMoving: true };
  return { tokens, kinds: ['plain', 'early'], isSecure, isMoving: false };
}

/** All cookies of the name: a browser may have one for each path and domain, and does not say which is which. */
function valuesOf(name: string, cookies = ''): readonly string[] {
  if (!cookies.includes(name)) return [];
  const values = cookies.split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
  return [...new Set(values)].slice(0, TRIED_MAX);
}
