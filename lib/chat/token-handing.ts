/** The header by which a node tells its pages whose tokens they accept: origins separated by spaces; absent for nobody's. */
export const TOKEN_ORIGINS_HEADER = 'x-concord-token-origins';

/** Longer than any token with the claims that are read. */
export const TOKEN_MAX_LENGTH = 8_192;

/** What a page tells the site around it: that it listens, and that its token is, or soon will be, invalid. */
export type AskForToken = 'concord:ready' | 'concord:token-needed';

/**
 * Returns what the site answers, or sends unasked: a token for its user, or `null` if it has none. `undefined` is another
 * message.
 */
export function tokenHandedIn(message: unknown): string | null | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, token } = message as Record<string, unknown>;
  if (type !== 'concord:token') return undefined;
  return token === null || isToken(token) ? token : undefined;
}

/** Returns whether it could be a token. Only a node can say whether it is valid. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TOKEN_MAX_LENGTH;
