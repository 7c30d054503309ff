import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';
import { errors, jwtVerify, SignJWT } from 'jose';

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
 * Recognizes members by a cookie that any node can check without a lookup, as all sign with the same `secret`. A
 * cookie that is missing, expired or tampered with makes a new guest. `isEmbeddable`: pages of ours may be in a frame
 * of another site.
 */
export function createIdentify(
  secret: Promise<string>,
  isEmbeddable = false,
): (request: IdentityRequest) => Promise<Identity> {
  const key = secret.then((text) => new TextEncoder().encode(text));
  key.catch(() => {}); // Whoever asks to be identified hears of it.
  return async ({ cookies, isSecure }) => {
    const shown = cookies === undefined ? undefined : parseCookie(cookies)[COOKIE];
    const known = shown === undefined ? undefined : await verify(shown, await key);
    if (known !== undefined) return { memberId: known };
    const memberId = randomUUID();
    const token = await sign(memberId, await key);
    return { memberId, setCookie: stringifySetCookie(memberCookie(token, isSecure, isEmbeddable)) };
  };
}

async function verify(token: string, key: Uint8Array): Promise<string | undefined> {
  try {
    return (await jwtVerify(token, key, { algorithms: [ALGORITHM] })).payload.sub;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

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
