import { type Member, PRESENT_MAX_NAMES, type PresenceChange, type Present } from '@/lib/chat/protocol';

/** What a node tells the others and itself of one room. Applying it twice is as good as once. */
export type PresenceNews = Omit<PresenceChange, 'count'>;

/** Who is in one room, as this node has heard. */
export class RoomRoster {
  readonly #room: string;
  readonly #members = new Map<string, Member>();
  /** Grows with every change: a list that was asked for before the latest change is out of date. */
  version = 0;

  constructor(room: string) {
    this.#room = room;
  }

  get present(): Present {
    const byName = [...this.#members.values()].sort((a, b) => a.name.localeCompare(b.name));
    return { count: byName.length, members: byName.slice(0, PRESENT_MAX_NAMES) };
  }

  find(memberId: string): Member | undefined {
    return this.#members.get(memberId);
  }

  /** Takes over `news`; answers what of it was new, `undefined` where nothing was. */
  apply(news: PresenceNews): PresenceChange | undefined {
    const joined = news.joined.filter(({ id }) => !this.#members.has(id));
    const left = news.left.filter(({ id }) => this.#members.has(id));
    const renamed = news.renamed.filter(({ id, to }) => {
      const known = this.#members.get(id);
      return known !== undefined && known.name !== to;
    });
    if (joined.length + left.length + renamed.length === 0) return undefined;
    for (const member of joined) this.#members.set(member.id, member);
    for (const { id } of left) this.#members.delete(id);
    for (const { id, to } of renamed) this.#members.set(id, { id, name: to });
    this.version += 1;
    return { room: this.#room, count: this.#members.size, joined, left, renamed };
  }

  /** What would make this roster the same as `members`. */
  difference(members: readonly Member[]): PresenceNews {
    const listed = new Map(members.map((member) => [member.id, member]));
    const renamed = [...this.#members.values()].flatMap(({ id, name }) => {
      const to = listed.get(id)?.name;
      return to === undefined || to === name ? [] : [{ id, from: name, to }];
    });
    return {
      room: this.#room,
      joined: members.filter(({ id }) => !this.#members.has(id)),
      left: [...this.#members.values()].filter(({ id }) => !listed.has(id)),
      renamed,
    };
  }
}
