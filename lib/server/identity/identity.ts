import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type SetCookie, stringifySetCookie } from 'cookie';
import { ChatError } from '@/lib/chat/errors';
import { issuedAt, issueToken, readToken, type Token } from './member-token';
import type { KnownSecrets, SessionSecrets } from './session-secrets';
import { HOST_COOKIE, PLAIN_COOKIE, type ShownTokens, shownTokens } from './shown-tokens';

const MAX_AGE_S = 365 * 24 * 60 * 60;

export interface Identity {
  readonly memberId: string;
  /** Whether this request made them a new guest. */
  readonly isNew: boolean;
  /** The `Set-Cookie` that makes the browser come back as this member; absent if it came with the right one. */
  readonly setCookie?: string;
}

/** The part of a request that matters: its cookies, and whether the browser reached us over TLS. */
export interface IdentityRequest {
  readonly cookies: string | undefined;
  readonly isSecure: boolean;
}

/** It only decides whether the cookie is kept to TLS, so a proxy's word is enough: a false one only harms its sender. */
export const isSecure = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['x-forwarded-proto'] === 'https';

/**
 * Recognizes members by a cookie that any node can check without a lookup, because all nodes know the same secrets. A cookie
 * that is missing, expired or tampered with makes a new guest; but while another node may know the secret, it makes none, and
 * rejects with `store_unavailable`. `isEmbeddable`: pages of ours may be in a frame of another site.
 */
export function createIdentify(
  secrets: SessionSecrets,
  isEmbeddable = false,
): (request: IdentityRequest) => Promise<Identity> {
  return async ({ cookies, isSecure }) => {
    const shown = shownTokens(cookies, isSecure);
    const known = await recognize(shown, secrets);
    if (known?.isLasting === true) return { memberId: known.memberId, isNew: false };
    const { memberId, since } = known ?? { memberId: randomUUID(), since: undefined };
    const [{ value: secret }] = await secrets.known();
    const kind = shown.isSecure ? 'host' : 'plain';
    const token = await issueToken({ memberId, since, kind, maxAgeS: MAX_AGE_S, secret });
    const setCookie = stringifySetCookie(memberCookie(token, shown.isSecure, isEmbeddable));
    return { memberId, isNew: known === undefined, setCookie };
  };
}

interface Recognized extends Token {
  /** Whether the browser needs no other cookie. */
  readonly isLasting: boolean;
}

/**
 * Another node may have signed it with a secret that this one has not heard of yet: its owner would become somebody else for
 * good.
 */
async function recognize(shown: ShownTokens, secrets: SessionSecrets): Promise<Recognized | undefined> {
  if (shown.tokens.length === 0) return undefined;
  const known = await read(shown, await secrets.known(), secrets.isRotated);
  if (known.unread.length === 0 || known.recognized !== undefined) return known.recognized;
  const found = await read({ ...shown, tokens: known.unread }, await secrets.renewed(), secrets.isRotated);
  if (found.recognized !== undefined) return found.recognized;
  const isHeldElsewhere = found.unread.some((token) => {
    const at = issuedAt(token);
    return at !== undefined && secrets.isHeldElsewhere(at);
  });
  if (isHeldElsewhere) throw new ChatError('store_unavailable');
  return undefined;
}

/** Returns who is recognized by these tokens, and the tokens that none of the secrets signed. */
async function read({ tokens, kinds, isMoving }: ShownTokens, secrets: KnownSecrets, isRotated: boolean) {
  const found: Recognized[] = [];
  const unread: string[] = [];
  for (const text of tokens) {
    const token = await readToken(text, secrets);
    if (token === 'signed otherwise') unread.push(text);
    else if (token !== undefined && kinds.includes(token.kind)) {
      found.push({ ...token, isLasting: !isMoving && (token.isSignedByFirst || !isRotated) });
    }
  }
  return { recognized: firstOf(found), unread };
}

/**
 * Another site of the domain can put a cookie beside ours that says who it is itself. That one is the later of the two, unless
 * its owner has been here for longer. Of one member's cookies, prefers one that need not be replaced.
 */
function firstOf(found: readonly Recognized[]): Recognized | undefined {
  const [oldest] = [...found].sort((one, other) => one.since - other.since);
  return found.find(({ memberId, isLasting }) => isLasting && memberId === oldest?.memberId) ?? oldest;
}

/**
 * In a frame of another site, a browser accepts only a cookie that is meant for frames of all sites and Secure, and keeps one
 * for each site (Partitioned), so that nobody is tracked from site to site. Without TLS there is no such cookie.
 */
const memberCookie = (value: string, isSecure: boolean, isEmbeddable: boolean): SetCookie => ({
  name: isSecure ? HOST_COOKIE : PLAIN_COOKIE,
  value,
  path: '/',
  maxAge: MAX_AGE_S,
  httpOnly: true,
  secure: isSecure,
  ...(isSecure && isEmbeddable ? { sameSite: 'none', partitioned: true } : { sameSite: 'lax' }),
});
