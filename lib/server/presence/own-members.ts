import type { Member } from '@/lib/chat/member';
import type { LocalMember, LocalMembers } from './local-members';
import type { PresenceNews } from './room-roster';
import type { Presence } from './store/presence';
import type { StoreTrust } from './store-trust';

/** How many members are told to the store at the same time. */
const PUT_AT_ONCE = 100;

export interface OwnMembersOptions {
  readonly store: Presence;
  readonly trust: StoreTrust;
  readonly local: LocalMembers;
  /** The list that the store has of the room is about to change. */
  readonly changing: (room: string) => void;
  /** Tells everybody who has come to the room, or left it, by the word of the store. */
  readonly tell: (room: string, news: Partial<PresenceNews>) => void;
}

/** What the store is told of the members who are at this node. */
export class OwnMembers {
  readonly #options: OwnMembersOptions;
  /** Who left while the store was away. */
  #unleft: [room: string, member: Member][] = [];
  #lists = 0;

  constructor(options: OwnMembersOptions) {
    this.#options = options;
  }

  /** The number of a list that the store is asked for now: who is put while it is on its way may not be in it. */
  nextList(): number {
    this.#lists += 1;
    return this.#lists;
  }

  async put(room: string, member: Member): Promise<void> {
    const { store, local, changing, tell } = this.#options;
    const known = local.find(room, member.id);
    if (known) known.listsBefore = null;
    changing(room); // If the store cannot be told, its list stays as it is and is wrong.
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

  /** While the store may not know where else the member is, it is not asked. */
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

  /** Those who left while the store was away, and did not come back: by now another node has said if they went there. */
  async removeUnleft(): Promise<void> {
    for (const [room, member] of this.#unleft.splice(0)) {
      if (this.#options.local.find(room, member.id) === undefined) await this.remove(room, member);
    }
  }

  /** A store that does not answer for a room may have lost something of it when it does. */
  doubting<T>(room: string, answer: Promise<T>): Promise<T> {
    return answer.catch((error) => {
      this.#options.trust.doubtRoom(room);
      throw error;
    });
  }
}
