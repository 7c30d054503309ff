/**
 * Where the pictures of verified members are, as all nodes see it. Every method rejects with a {@link ChatError}
 * `store_unavailable` when the store does not answer in time; what was asked may then have happened, and may be asked
 * again.
 */
export interface Avatars {
  /** The member's picture is at `url`, in place of any before, until `keepMs` milliseconds from now. Idempotent. */
  set(memberId: string, url: string, keepMs: number): Promise<void>;
  /** The member has no picture any more. Idempotent. */
  remove(memberId: string): Promise<void>;
  /** `null` where there is none, or its time is over. */
  find(memberId: string): Promise<string | null>;
}

/** Longer addresses are no pictures of people, and a node would keep each of them for a year. */
const URL_MAX_LENGTH = 2_048;

/**
 * The address of a picture, written as browsers write it; `null` for what is none, or is of none of the `origins`. Its
 * scheme is compared apart from its origin: `blob:https://a.example/1` is of the origin `https://a.example`.
 */
export function avatarUrlOf(claim: unknown, origins: readonly string[]): string | null {
  if (typeof claim !== 'string' || !URL.canParse(claim)) return null;
  const { href, origin, protocol } = new URL(claim);
  const isListed = origins.includes(origin) && origin.startsWith(`${protocol}//`);
  return isListed && href.length <= URL_MAX_LENGTH ? href : null;
}
