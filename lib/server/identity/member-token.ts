import { decodeJwt, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { KnownSecrets } from './session-secrets';

const ALGORITHM = 'HS256';

/**
 * Which cookie it was signed for: the one for this host alone, or the plain one. It is invalid in the other. `early`: signed
 * before there were two.
 */
export type TokenKind = 'host' | 'plain' | 'early';

/** What a member's cookie says. */
export interface Token {
  readonly memberId: string;
  readonly kind: TokenKind;
  /** When the member first came, in milliseconds since 1970. */
  readonly since: number;
  /** Whether the secret that signs now signed it, and not another valid one. */
  readonly isSignedByFirst: boolean;
}

/** Returns `undefined` for a token that is invalid, has expired or says nothing. */
export async function readToken(
  text: string,
  secrets: KnownSecrets,
): Promise<Token | 'signed otherwise' | undefined> {
  for (const [index, { value }] of secrets.entries()) {
    const payload = await verifyBy(text, value);
    if (payload === 'signed otherwise') continue;
    if (payload?.sub === undefined) return undefined;
    const { sub: memberId, iat = 0 } = payload;
    return { memberId, kind: kindOf(payload), since: iat * 1_000, isSignedByFirst: index === 0 };
  }
  return 'signed otherwise';
}

const kindOf = ({ aud }: JWTPayload): TokenKind => (aud === 'host' || aud === 'plain' ? aud : 'early');

async function verifyBy(text: string, secret: string): Promise<JWTPayload | 'signed otherwise' | undefined> {
  try {
    return (await jwtVerify(text, keyOf(secret), { algorithms: [ALGORITHM] })).payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'signed otherwise';
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** When it claims to have been signed, in milliseconds since 1970; nobody has verified that. */
export function issuedAt(text: string): number | undefined {
  try {
    const { iat } = decodeJwt(text);
    return iat === undefined ? undefined : iat * 1_000;
  } catch {
    return undefined;
  }
}

interface TokenToIssue {
  readonly memberId: string;
  /** `undefined` for now. */
  readonly since: number | undefined;
  readonly kind: 'host' | 'plain';
  readonly maxAgeS: number;
  readonly secret: string;
}

export function issueToken({ memberId, since, kind, maxAgeS, secret }: TokenToIssue): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(memberId)
    .setAudience(kind)
    .setIssuedAt(since === undefined ? undefined : Math.floor(since / 1_000))
    .setExpirationTime(`${maxAgeS}s`)
    .sign(keyOf(secret));
}

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);
