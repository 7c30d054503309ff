/** With which a node tells its pages of whom they take tokens: the origins, with spaces between; absent where of nobody. */
export const TOKEN_ORIGINS_HEADER = 'x-concord-token-origins';

/** Longer than any token with the claims that are read. */
export const TOKEN_MAX_LENGTH = 8_192;

/** What a page says to the site around it: that it listens, and that its token will soon be, or is, good for nothing. */
export type AskForToken = 'concord:ready' | 'concord:token-needed';

/** What the site answers, or says by itself: a token for its user, or `null` where it has none. `undefined` is another message. */
export function tokenHandedIn(message: unknown): string | null | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, token } = message as Record<string, unknown>;
  if (type !== 'concord:token') return undefined;
  return token === null || isToken(token) ? token : undefined;
}

/** Could it be one? Whether it is, a node says. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TOKEN_MAX_LENGTH;
