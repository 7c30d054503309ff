/**
 * The addresses of verified members' pictures, as all nodes see them. Every method rejects with a {@link ChatError}
 * `store_unavailable` if the store does not answer in time; the request may have taken effect, and may be repeated.
 */
export interface Avatars {
  /** Stores `url` as the member's picture for `keepMs` milliseconds, in place of any before. Idempotent. */
  set(memberId: string, url: string, keepMs: number): Promise<void>;
  /** Removes the member's picture. Idempotent. */
  remove(memberId: string): Promise<void>;
  /** Returns `null` if there is none, or it has expired. */
  find(memberId: string): Promise<string | null>;
}

/** Longer addresses are not pictures of people, and a node would keep each of them for a year. */
const URL_MAX_LENGTH = 2_048;

/**
 * Returns the address of a picture as browsers write it; `null` if it is not an address, or not of one of the `origins`. The
 * scheme is checked apart from the origin, because `blob:https://a.example/1` has the origin `https://a.example`.
 */
export function avatarUrlOf(claim: unknown, origins: readonly string[]): string | null {
  if (typeof claim !== 'string' || !URL.canParse(claim)) return null;
  const { href, origin, protocol } = new URL(claim);
  const isListed = origins.includes(origin) && origin.startsWith(`${protocol}//`);
  return isListed && href.length <= URL_MAX_LENGTH ? href : null;
}
