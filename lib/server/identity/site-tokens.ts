import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import { ChatError } from '@/lib/chat/errors';
import {
  firstCharacters,
  NAME_MAX_CHARACTERS,
  normalizeName,
  withoutForbiddenCharacters,
} from '@/lib/chat/text/text';
import { SITE_MEMBER } from '@/lib/chat/verified';
import type { Guests, SiteTokenConfig } from '@/lib/server/config/settings/site-settings';
import { acceptName } from '@/lib/server/names/accept-name';

/** The site whose users come with tokens, and what people without one may do. */
export interface Sites {
  readonly tokens: SiteTokens | undefined;
  readonly guests: Guests;
}

/** The user as the site describes them. */
export interface SiteMember {
  readonly id: string;
  readonly name: string;
  /** Whether one of their roles is `admin`. */
  readonly isAdmin: boolean;
  /** What the site gives as the address of a picture, not checked yet. */
  readonly avatar: unknown;
  /** Until when that holds, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface SiteTokens {
  /**
   * Needs no lookup. The keys of a site with many are fetched once, and again when a token names an unknown one.
   * @throws ChatError `token_refused`, with the reason as its cause; `token_unchecked` while the keys are not available
   */
  verify(token: string): Promise<SiteMember>;
}

/** Neither list contains an algorithm that anybody can sign with (none), or sign with a public key (HS256 with a JWKS). */
const SECRET_ALGORITHMS = ['HS256'];
const KEY_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

/** The clocks of a site and of a node differ by less. */
const CLOCK_TOLERANCE_S = 5;
/** A connection waits for the keys: a page gives an attempt two seconds. */
const KEYS_TIMEOUT_MS = 1_500;

const ADMIN = 'admin';

const claimsSchema = z.object({
  iss: z.string().optional(),
  sub: z.string().min(1).max(512),
  exp: z.number(),
  name: z.string().refine((name) => name.isWellFormed()),
  avatar: z.unknown().optional(),
  roles: z.array(z.string().max(64)).max(32).default([]),
});

/** .env.example explains the fields of the configuration. */
export function createSiteTokens(config: SiteTokenConfig): SiteTokens {
  const check = checkBy(config);
  return {
    verify: async (token) => {
      const claims = claimsSchema.safeParse(await check(token).catch(refuse));
      if (!claims.success) throw new ChatError('token_refused', { cause: claims.error });
      const { iss, sub, exp, name, avatar, roles } = claims.data;
      return {
        id: memberIdOf(iss, sub),
        name: acceptSiteName(name),
        isAdmin: roles.includes(ADMIN),
        avatar,
        expiresAt: exp * 1_000,
      };
    },
  };
}

function checkBy({ secret, jwksUrl, issuer, audience }: SiteTokenConfig) {
  const options: JWTVerifyOptions = {
    algorithms: secret === undefined ? KEY_ALGORITHMS : SECRET_ALGORITHMS,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret);
    return async (token: string): Promise<JWTPayload> => (await jwtVerify(token, key, options)).payload;
  }
  const keys = createRemoteJWKSet(new URL(jwksUrl ?? ''), { timeoutDuration: KEYS_TIMEOUT_MS });
  return async (token: string): Promise<JWTPayload> => (await jwtVerify(token, keys, options)).payload;
}

/** Errors that are not about the token are about the keys, and may be over in a moment. */
function refuse(cause: unknown): never {
  const isAboutKeys =
    !(cause instanceof errors.JOSEError) ||
    cause instanceof errors.JWKSTimeout ||
    cause instanceof errors.JWKSInvalid ||
    cause.code === errors.JOSEError.code;
  throw new ChatError(isAboutKeys ? 'token_unchecked' : 'token_refused', { cause });
}

/**
 * Of fixed length, whatever a site uses as its users' ids, and not readable: others see it, and a site's id may be an e-mail
 * address.
 */
const memberIdOf = (issuer: string | undefined, subject: string): string =>
  SITE_MEMBER +
  createHash('sha256')
    .update(JSON.stringify([issuer ?? null, subject]))
    .digest('base64url');

/** A site need not know how long a name may be here, or what it may contain: its users cannot take another. */
function acceptSiteName(given: string): string {
  try {
    const name = normalizeName(withoutForbiddenCharacters(normalizeName(given)));
    return acceptName(firstCharacters(name, NAME_MAX_CHARACTERS).trimEnd());
  } catch (cause) {
    throw new ChatError('token_refused', { cause });
  }
}
