import type { Member } from '@/lib/chat/member';
import type { Present } from '@/lib/chat/presence';

export interface Departure {
  readonly room: string;
  readonly member: Member;
}

/** Who is in a room. */
export interface Listed {
  readonly members: readonly Member[];
  /** Changes with each change of the list; `null` if the list has no version. */
  readonly version: string | null;
  /** Members whom no other node has there: if they are not here either, they are nowhere. Absent for none. */
  readonly onlyHere?: ReadonlySet<string>;
}

/**
 * Who is connected, and who is in which room, as all nodes see it. What a node stored about its own members holds for as long
 * as it renews its lease. Every method rejects with a {@link ChatError} `store_unavailable` if the store does not answer in
 * time, and may be called again.
 */
export interface Presence {
  /** Stores a client connected to this node, under `name` once it has one; called again whenever the name changes. */
  openSession(id: string, name: string): Promise<void>;
  closeSession(id: string): Promise<void>;
  /** Stores that the member is in the room at this node, under this name. `isFirst`: they were there at no node before. */
  enter(room: string, member: Member): Promise<{ readonly isFirst: boolean }>;
  /** Stores that the member is no longer in the room at this node. `isLast`: they were, and are now at no node. */
  leave(room: string, memberId: string): Promise<{ readonly isLast: boolean }>;
  /** Returns the members; `null` if the list is still at the version `known`, which then costs next to nothing. */
  list(room: string, known?: string | null): Promise<Listed | null>;
  /** Returns how many are in the room, and at most `limit` of them, at no more cost than that. */
  glance(room: string, limit: number): Promise<Present>;
  /**
   * Renews this node's lease. A time in which the store was away from all nodes ends no lease. `isNew`: there was no lease, or
   * it was not renewed for long, so the store may have forgotten what this node said before. `dead`: the nodes whose leases
   * have run out, until they are reaped.
   */
  renew(): Promise<{ readonly isNew: boolean; readonly dead: readonly string[] }>;
  /**
   * Removes what a dead node left behind. Calls `departed` with each member who is now at no node; if several nodes reap at
   * once, only one gets the call.
   */
  reap(node: string, departed: (departure: Departure) => void): Promise<void>;
  /**
   * Removes what is stored under this node in rooms where it has nobody, which a store restored to an earlier state contains.
   * `departed` as in {@link reap}.
   */
  vacate(isHeld: (room: string) => boolean, departed: (departure: Departure) => void): Promise<void>;
}
