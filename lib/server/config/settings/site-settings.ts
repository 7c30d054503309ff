import { z } from 'zod';
import { complain, type IssueContext } from './config-values';
import { commaList, policyOriginSchema } from './origin-list';
import { secretSchema } from './secret-settings';

/** How tokens of the embedding site are verified: by either `secret` or `jwksUrl`. */
export interface SiteTokenConfig {
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

/** What people without a token may do. */
export type Guests = 'welcome' | 'readers' | 'refused';

const GUESTS = { true: 'welcome', read: 'readers', false: 'refused' } as const;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Somebody who can change the keys on their way could sign for anybody. `fetch` refuses a URL with user and password. */
const isSafeUrl = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
};

/** Only a page that itself came over plain HTTP would show a picture that did. */
const avatarOriginSchema = policyOriginSchema.pipe(
  z
    .string()
    .refine(isSafeUrl, { error: ({ input }) => `has "${input}": pictures are loaded over https:// only` }),
);

/** The variables about an embedding site and its users. */
export const SITE_VARIABLES = {
  AUTH_JWT_SECRET: secretSchema.optional(),
  AUTH_JWKS_URL: z.string().refine(isSafeUrl, 'is the https:// address of a JSON Web Key Set').optional(),
  AUTH_JWT_ISSUER: z.string().optional(),
  AUTH_JWT_AUDIENCE: z.string().optional(),
  AVATAR_ORIGINS: commaList.pipe(z.array(avatarOriginSchema)),
  ALLOW_GUESTS: z.enum(['true', 'read', 'false'], 'is true, read or false').default('true'),
};

type SiteEnv = z.output<z.ZodObject<typeof SITE_VARIABLES>>;

/** Reports what is wrong with several of them together. */
export function checkSite(env: SiteEnv, context: IssueContext): void {
  const wrong = (name: string, message: string) => complain(context, name, message);
  const { AUTH_JWT_SECRET: secret, AUTH_JWKS_URL: jwksUrl } = env;
  const hasTokens = secret !== undefined || jwksUrl !== undefined;
  if (secret !== undefined && jwksUrl !== undefined) {
    wrong('AUTH_JWKS_URL', 'and AUTH_JWT_SECRET exclude each other: tokens are checked in one way');
  }
  // The issuer signs with the same keys for whatever else it serves.
  if (jwksUrl !== undefined && env.AUTH_JWT_AUDIENCE === undefined) {
    wrong(
      'AUTH_JWT_AUDIENCE',
      'names this chat room where AUTH_JWKS_URL is set: other tokens of the issuer are not for it',
    );
  }
  for (const name of ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE'] as const) {
    if (!hasTokens && env[name] !== undefined) {
      wrong(name, 'applies to tokens, which nobody checks without AUTH_JWT_SECRET or AUTH_JWKS_URL');
    }
  }
  if (!hasTokens && env.ALLOW_GUESTS !== 'true') {
    wrong('ALLOW_GUESTS', 'keeps everybody out without AUTH_JWT_SECRET or AUTH_JWKS_URL');
  }
  if (!hasTokens && env.AVATAR_ORIGINS.length > 0) {
    wrong('AVATAR_ORIGINS', 'has no effect without AUTH_JWT_SECRET or AUTH_JWKS_URL');
  }
}

export interface SiteConfig {
  /** How tokens of an embedding site are verified; `undefined` if there is no such site. */
  readonly siteTokens: SiteTokenConfig | undefined;
  /** Origins from which pages load pictures of the site's users; if empty, none are shown. */
  readonly avatarOrigins: readonly string[];
  readonly guests: Guests;
}

export function siteOf(env: SiteEnv): SiteConfig {
  const { AUTH_JWT_SECRET: secret, AUTH_JWKS_URL: jwksUrl } = env;
  const others = { avatarOrigins: env.AVATAR_ORIGINS, guests: GUESTS[env.ALLOW_GUESTS] };
  if (secret === undefined && jwksUrl === undefined) return { siteTokens: undefined, ...others };
  const tokens = { secret, jwksUrl, issuer: env.AUTH_JWT_ISSUER, audience: env.AUTH_JWT_AUDIENCE };
  return { siteTokens: tokens, ...others };
}
