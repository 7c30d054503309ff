import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import { ChatError } from '@/lib/chat/errors';
import type { KnownSecrets, SessionSecrets } from './session-secrets';
import type { Secret } from './stores/secrets';

const COOKIE = 'concord_member';
const MAX_AGE_S = 365 * 24 * 60 * 60;
const ALGORITHM = 'HS256';

export interface Identity {
  readonly memberId: string;
  /** The `Set-Cookie` that makes the browser come back as this member; absent where it came with one. */
  readonly setCookie?: string;
}

/** What is asked of a request: its cookies, and whether the browser reached us over TLS. */
export interface IdentityRequest {
  readonly cookies: string | undefined;
  readonly isSecure: boolean;
}

/** Only decides whether the cookie is kept to TLS, so a proxy's word is enough: a false one harms who says it. */
export const isSecure = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['x-forwarded-proto'] === 'https';

/**
 * Recognizes members by a cookie that any node can check without a lookup, as all know the same secrets. A cookie that
 * is missing, expired or tampered with makes a new guest; while another node may know it, nobody is made of it (rejects
 * with `store_unavailable`). `isEmbeddable`: pages of ours may be in a frame of another site.
 */
export function createIdentify(
  secrets: SessionSecrets,
  isEmbeddable = false,
): (request: IdentityRequest) => Promise<Identity> {
  return async ({ cookies, isSecure }) => {
    const shown = cookies === undefined ? undefined : parseCookie(cookies)[COOKIE];
    const known = shown === undefined ? undefined : await recognize(shown, secrets);
    if (known !== undefined) return { memberId: known };
    const memberId = randomUUID();
    const [{ value }] = await secrets.known();
    const token = await sign(memberId, keyOf(value));
    return { memberId, setCookie: stringifySetCookie(memberCookie(token, isSecure, isEmbeddable)) };
  };
}

/** Another node may have signed it with what this one has not heard of yet: its owner would be somebody else for good. */
async function recognize(token: string, secrets: SessionSecrets): Promise<string | undefined> {
  const known = await verify(token, await secrets.known());
  if (known !== 'signed otherwise') return known?.memberId;
  const found = await verify(token, await secrets.renewed());
  if (found !== 'signed otherwise') return found?.memberId;
  const { iat } = decodeJwt(token);
  if (iat !== undefined && secrets.isHeldElsewhere(iat * 1_000)) throw new ChatError('store_unavailable');
  return undefined;
}

type Verified = { readonly memberId: string | undefined } | 'signed otherwise' | undefined;

async function verify(token: string, secrets: KnownSecrets): Promise<Verified> {
  let verified: Verified;
  for (const { value } of secrets) {
    verified = await verifyBy(token, value);
    if (verified !== 'signed otherwise') break;
  }
  return verified;
}

async function verifyBy(token: string, secret: Secret['value']): Promise<Verified> {
  try {
    return { memberId: (await jwtVerify(token, keyOf(secret), { algorithms: [ALGORITHM] })).payload.sub };
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'signed otherwise';
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

const sign = (memberId: string, key: Uint8Array): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(memberId)
    .setIssuedAt()
    .setExpirationTime(`${MAX_AGE_S}s`)
    .sign(key);

/**
 * In a frame of another site a browser takes no cookie but one for every site's frames, which must be Secure, and each
 * site's frames have their own (Partitioned): nobody is followed from site to site. Without TLS there is none to be had.
 */
const memberCookie = (value: string, isSecure: boolean, isEmbeddable: boolean): SetCookie => ({
  name: COOKIE,
  value,
  path: '/',
  maxAge: MAX_AGE_S,
  httpOnly: true,
  secure: isSecure,
  ...(isSecure && isEmbeddable ? { sameSite: 'none', partitioned: true } : { sameSite: 'lax' }),
});
