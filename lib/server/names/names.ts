import type { Member } from '@/lib/chat/member';

export interface Holder extends Member {
  /** Goes with the node, and then holds no name any more: it has no identity beyond a connection to it. */
  readonly isPassing?: boolean;
}

/**
 * What members are called, each name one member's at a time as all nodes see it. Two names are one where `nameFold`
 * makes them the same, and one that looks like another's (`nameKeys`) counts as taken. A member has one name; it is held until the time that it was claimed or renewed for runs out, and
 * by who passes until the node is silent for most of a lease, unless the store answered none of the nodes then.
 * Every method rejects with a {@link ChatError} `store_unavailable` when the store does not answer in time; what was
 * asked may then have happened, and may be asked again.
 */
export interface Names {
  /**
   * One atomic step: where nobody else holds the name or one that looks like it, it is the member's for at least `holdMs` milliseconds from now,
   * and the name that the member had is free. Answers whether it is the member's; where not, nothing has changed.
   * Who is called so already goes on, whoever came by a name like it before looks counted.
   */
  claim(holder: Holder, holdMs: number): Promise<boolean>;
  /**
   * As {@link claim}, and those who hold the name, or one that looks like it, and whose ids do not begin with `kept`, have
   * none any more and are answered as `losers`. Of those whose ids do, only the holder of the very name stands in the way.
   */
  seize(holder: Holder, holdMs: number, kept: string): Promise<Seizure>;
  /** As {@link claim}, for a member who is called so already, or was until lately. For any other it answers `false`. */
  keep(holder: Holder, holdMs: number): Promise<boolean>;
  /** What these members are called, or were until lately, in their order; `null` for one who is not known. */
  called(memberIds: readonly string[]): Promise<(string | null)[]>;
  /** Those of `names` that nobody holds, nor one that looks like it, in their order. */
  free(names: readonly string[]): Promise<string[]>;
  /**
   * These members are still here: their names are held for at least `holdMs` from now. One whose name the store has
   * forgotten has it again, unless it is another's by now, or looks like one of a member whose id begins with `kept`. Those
   * whose own ids do lose theirs to each other only, and have it again from anybody else. Answers those who are called otherwise: by another name that
   * they have claimed elsewhere, or by none.
   */
  renew(holders: readonly Holder[], holdMs: number, kept: string): Promise<Renamed[]>;
  /** The member has no name any more. Idempotent. */
  release(memberId: string): Promise<void>;
  /** This node lives. */
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
