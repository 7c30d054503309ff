import type { Member } from '@/lib/chat/member';
import type { ReadMark } from '@/lib/chat/unread';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';

/** One connection of a member to this node, by whichever protocol. */
export interface MemberTab {
  readonly socketId: string;
  asker(): ConnectedAsker;
  isIn(room: string): boolean;
  /** Is out of the room from now on, and is told why; where it is not in it, nothing happens. */
  removed(
    room: string,
    why: { readonly by: Member; readonly isBanned: boolean; readonly until?: number },
  ): void;
  /** Has it asked to join the room, and no answer yet? */
  isJoining?(room: string): boolean;
  /** Is out of the room from now on: the member has left it elsewhere, or is not admitted there any more. */
  remove?(room: string): void;
  /** Another tab or device of the member has read up to there. */
  marked?(room: string, mark: ReadMark): void;
}

/**
 * The connections of each member to this node. Nearly everybody has one or two, of which an array of just that length takes a
 * quarter of the memory of a set.
 */
export class MemberTabs {
  readonly #here = new Map<string, readonly MemberTab[]>();

  enter(memberId: string, tab: MemberTab): void {
    // What is spread into a list grows it to 17 places; `concat` makes it as long as it is.
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
