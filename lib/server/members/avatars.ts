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
