import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
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
 * cookie that is missing, expired or tampered with makes a new guest.
 */
export function createIdentify(secret: Promise<string>): (request: IdentityRequest) => Promise<Identity> {
  const key = secret.then((text) => new TextEncoder().encode(text));
  key.catch(() => {}); // Whoever asks to be identified hears of it.
  return async ({ cookies, isSecure }) => {
    const token = cookies === undefined ? undefined : parseCookie(cookies)[COOKIE];
    const known = token === undefined ? undefined : await verify(token, await key);
    if (known !== undefined) return { memberId: known };
    const memberId = randomUUID();
    return { memberId, setCookie: await sign(memberId, await key, isSecure) };
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

async function sign(memberId: string, key: Uint8Array, isSecure: boolean): Promise<string> {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(memberId)
    .setIssuedAt()
    .setExpirationTime(`${MAX_AGE_S}s`)
    .sign(key);
  return stringifySetCookie({
    name: COOKIE,
    value: token,
    path: '/',
    maxAge: MAX_AGE_S,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
  });
}
