import type { Member } from '@/lib/chat/member';
import type { LocalMember, LocalMembers } from './local-members';
import type { PresenceNews } from './room-roster';
import type { Presence } from './store/presence';
import type { StoreTrust } from './store-trust';

/** How many members are written to the store at the same time. */
const PUT_AT_ONCE = 100;

export interface OwnMembersOptions {
  readonly store: Presence;
  readonly trust: StoreTrust;
  readonly local: LocalMembers;
  /** Called before this node changes the store's list of the room. */
  readonly changing: (room: string) => void;
  /** Tells everybody who has come to the room or left it, as the store answered. */
  readonly tell: (room: string, news: Partial<PresenceNews>) => void;
}

/** Tells the store which members are at this node. */
export class OwnMembers {
  readonly #options: OwnMembersOptions;
  /** Members who left while the store was away. */
  #unleft: [room: string, member: Member][] = [];
  #lists = 0;

  constructor(options: OwnMembersOptions) {
    this.#options = options;
  }

  /** Returns the number of a list that is requested now: a member who is stored while it is on its way may be missing in it. */
  nextList(): number {
    this.#lists += 1;
    return this.#lists;
  }

  async put(room: string, member: Member): Promise<void> {
    const { store, local, changing, tell } = this.#options;
    const known = local.find(room, member.id);
    if (known) known.listsBefore = null;
    changing(room); // If the store does not answer, its list stays as it is, and is wrong.
    const entered = this.doubting(room, store.enter(room, member));
    const { isFirst } = await entered.finally(() => {
      if (known) known.listsBefore = this.#lists;
    });
    if (isFirst) tell(room, { joined: [member] });
  }

  async putEach(room: string, members: readonly LocalMember[]): Promise<void> {
    for (let start = 0; start < members.length; start += PUT_AT_ONCE) {
      const some = members.slice(start, start + PUT_AT_ONCE);
      await Promise.all(some.map(({ member }) => this.put(room, member)));
    }
  }

  /** Does not ask the store while it may not know at which other nodes the member is. */
  async remove(room: string, member: Member): Promise<void> {
    const { store, trust, tell } = this.#options;
    if (!trust.isTrusted(room)) return void this.#unleft.push([room, member]);
    try {
      const { isLast } = await this.doubting(room, store.leave(room, member.id));
      if (isLast) tell(room, { left: [member] });
    } catch {
      this.#unleft.push([room, member]);
    }
  }

  /**
   * Removes members who left while the store was away and did not come back. By now, another node has stored them if they went
   * there.
   */
  async removeUnleft(): Promise<void> {
    for (const [room, member] of this.#unleft.splice(0)) {
      if (this.#options.local.find(room, member.id) === undefined) await this.remove(room, member);
    }
  }

  /** If the store does not answer for a room, it may have lost something of it once it does. */
  doubting<T>(room: string, answer: Promise<T>): Promise<T> {
    return answer.catch((error) => {
      this.#options.trust.doubtRoom(room);
      throw error;
    });
  }
}
