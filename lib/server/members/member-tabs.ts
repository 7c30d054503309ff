import type { Member } from '@/lib/chat/member';
import type { ReadMark } from '@/lib/chat/unread';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';

/** One connection of a member to this node, by either protocol. */
export interface MemberTab {
  readonly socketId: string;
  asker(): ConnectedAsker;
  isIn(room: string): boolean;
  /** Removes the connection from the room, and tells it why; does nothing if it is not in the room. */
  removed(
    room: string,
    why: { readonly by: Member; readonly isBanned: boolean; readonly until?: number },
  ): void;
  /** Returns whether it has asked to join the room and got no answer yet. */
  isJoining?(room: string): boolean;
  /** Leaves the room, and is told nothing: the member has left it elsewhere, or is no longer admitted. */
  leave?(room: string): void;
  /** Called when another tab or device of the member has read up to there. */
  marked?(room: string, mark: ReadMark): void;
}

/**
 * The connections of each member to this node. Nearly everybody has one or two, for which an array of exact length takes a
 * quarter of the memory of a set.
 */
export class MemberTabs {
  readonly #here = new Map<string, readonly MemberTab[]>();

  enter(memberId: string, tab: MemberTab): void {
    // Spreading into a list grows it to 17 places; `concat` makes it exactly as long as needed.
    this.#here.set(memberId, this.of(memberId).concat(tab));
  }

  leave(memberId: string, tab: MemberTab): void {
    const left = this.of(memberId).filter((other) => other !== tab);
    if (left.length > 0) this.#here.set(memberId, left);
    else this.#here.delete(memberId);
  }

  of(memberId: string): readonly MemberTab[] {
    return this.#here.get(memberId) ?? [];
  }

  in(room: string): MemberTab[] {
    return [...this.#here.values()].flatMap((tabs) => tabs.filter((tab) => tab.isIn(room)));
  }
}
