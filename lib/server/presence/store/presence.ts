import type { Member } from '@/lib/chat/member';
import type { Present } from '@/lib/chat/presence';

export interface Departure {
  readonly room: string;
  readonly member: Member;
}

/** Who is in a room. */
export interface Listed {
  readonly members: readonly Member[];
  /** Another after each change there; `null` for none that it could be known by. */
  readonly version: string | null;
  /** Of whom no other node says that they are there: whoever is not here either is nowhere. Absent for nobody. */
  readonly onlyHere?: ReadonlySet<string>;
}

/**
 * Who is connected and who is in which room, as all nodes see it. Whatever a node said of its own holds for as long as
 * it renews its lease. Every method rejects with a {@link ChatError} `store_unavailable` when the store does not
 * answer in time, and may be called again.
 */
export interface Presence {
  /** A client connected to this node, under `name` once it has one; again whenever the name changes. */
  openSession(id: string, name: string): Promise<void>;
  closeSession(id: string): Promise<void>;
  /** The member is in the room at this node, under this name. `isFirst`: it was there at no node before. */
  enter(room: string, member: Member): Promise<{ readonly isFirst: boolean }>;
  /** The member is no longer in the room at this node. `isLast`: it was, and now is at no node. */
  leave(room: string, memberId: string): Promise<{ readonly isLast: boolean }>;
  /** `null` where that is still what it was at the version that is `known`: costs next to nothing then. */
  list(room: string, known?: string | null): Promise<Listed | null>;
  /** How many are in the room, and at most `limit` of them: costs as little as that. */
  glance(room: string, limit: number): Promise<Present>;
  /**
   * Renews this node's lease. A time in which the store was away from all nodes ends no lease. `isNew`: there was none, or
   * it was not renewed for long, so what this node said before may be forgotten. `dead` are the nodes whose leases have run
   * out, until they are reaped.
   */
  renew(): Promise<{ readonly isNew: boolean; readonly dead: readonly string[] }>;
  /**
   * Removes what a dead node left behind. `departed` hears of those who are now at no node; of all nodes that ask, one
   * does.
   */
  reap(node: string, departed: (departure: Departure) => void): Promise<void>;
  /**
   * Removes what stands under this node in rooms that it does not hold: a store that was brought back to an earlier state
   * has them. `departed` as in {@link reap}.
   */
  vacate(isHeld: (room: string) => boolean, departed: (departure: Departure) => void): Promise<void>;
}
