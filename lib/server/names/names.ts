import type { Member } from '@/lib/chat/member';

export interface Holder extends Member {
  /** Set for a member with no identity beyond a connection to this node: they go with the node, and their name with them. */
  readonly isPassing?: boolean;
}

/**
 * The names of members, each belonging to one member at a time as all nodes see it. Two names are the same if `nameFold` makes
 * them equal, and one that looks like another's (`nameKeys`) counts as taken. A member has one name. It is held until the time
 * that it was claimed or renewed for; the name of a passing member is also free once their node has been silent for most of a
 * lease, unless the store answered none of the nodes in that time. Every method rejects with a {@link ChatError}
 * `store_unavailable` if the store does not answer in time; the request may have taken effect, and may be repeated.
 */
export interface Names {
  /**
   * In one atomic step: unless somebody else holds the name or one that looks like it, gives it to the member for at least
   * `holdMs` milliseconds from now, and frees the member's previous name. Returns whether the member has it; if not, nothing
   * has changed. A member who has the name already keeps it, even if somebody got one like it before looks counted.
   */
  claim(holder: Holder, holdMs: number): Promise<boolean>;
  /**
   * As {@link claim}, but takes the name, and names that look like it, from members whose ids do not begin with `kept`, and
   * returns those as `losers`. Of the others, only the holder of the very same name stands in the way.
   */
  seize(holder: Holder, holdMs: number, kept: string): Promise<Seizure>;
  /** As {@link claim}, for a member who has the name already, or recently had it. Returns `false` for anybody else. */
  keep(holder: Holder, holdMs: number): Promise<boolean>;
  /** Returns the present or last known names of these members, in their order; `null` for members who are not known. */
  called(memberIds: readonly string[]): Promise<(string | null)[]>;
  /** Returns those of `names` that are free: nobody holds them, or one that looks like them. Keeps their order. */
  free(names: readonly string[]): Promise<string[]>;
  /**
   * Renews the names of these members, who are still here, for at least `holdMs` from now. A member whose name the store has
   * forgotten gets it back, unless somebody else has it by now, or it looks like that of a member whose id begins with `kept`.
   * Members whose own ids begin with `kept` lose their names only to each other, and get them back from anybody else. Returns
   * the members who have another name by now, which they have claimed elsewhere, or none.
   */
  renew(holders: readonly Holder[], holdMs: number, kept: string): Promise<Renamed[]>;
  /** Frees the member's name. Idempotent. */
  release(memberId: string): Promise<void>;
  /** Says that this node is alive. */
  live(): Promise<void>;
}

export interface Seizure {
  readonly isOwn: boolean;
  readonly losers: readonly string[];
}

export interface Renamed {
  readonly id: string;
  readonly name: string | null;
}
