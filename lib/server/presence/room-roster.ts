import type { Member } from '@/lib/chat/member';
import { compareMembers, countBefore } from '@/lib/chat/member-order';
import { PRESENT_MAX_NAMES, type PresenceChange, type Present } from '@/lib/chat/presence';

/** What a node tells the others and itself about one room. Applying it twice has no further effect. */
export type PresenceNews = Omit<PresenceChange, 'count'>;

/** Beyond this many changes at once, sorting is cheaper than inserting each. */
const PLACED_MAX = 32;

/** Who is in one room, as far as this node knows. */
export class RoomRoster {
  readonly #room: string;
  readonly #members = new Map<string, Member>();
  /** The same, sorted: kept that way because everybody who joins is told the first ones. */
  #sorted: Member[] = [];
  /** Grows with every change: a list requested before the latest change is out of date. */
  version = 0;

  constructor(room: string) {
    this.#room = room;
  }

  get count(): number {
    return this.#sorted.length;
  }

  get present(): Present {
    return this.#page(0);
  }

  get names(): ReadonlySet<string> {
    return new Set(this.#sorted.map(({ name }) => name));
  }

  get members(): readonly Member[] {
    return this.#sorted;
  }

  /** Returns a page of names behind `after`, whether that member is still here or not. */
  presentAfter(after: Member): Present {
    const place = countBefore(this.#sorted, after);
    return this.#page(this.#sorted[place]?.id === after.id ? place + 1 : place);
  }

  find(memberId: string): Member | undefined {
    return this.#members.get(memberId);
  }

  /** Applies `news`. Returns what of it was new, or `undefined` if nothing was. */
  apply(news: PresenceNews): PresenceChange | undefined {
    const joined = news.joined.filter(({ id }) => !this.#members.has(id));
    // Under the names known here: those in the news may be older.
    const left = news.left.flatMap(({ id }) => this.#members.get(id) ?? []);
    const renamed = news.renamed.flatMap(({ id, to }) => {
      const from = this.#members.get(id)?.name;
      return from === undefined || from === to ? [] : [{ id, from, to }];
    });
    if (joined.length + left.length + renamed.length === 0) return undefined;
    const moved = renamed.map(({ id, to }) => ({ id, name: to }));
    this.#replace([...left, ...moved], [...joined, ...moved]);
    this.version += 1;
    return { room: this.#room, count: this.count, joined, left, renamed };
  }

  /** Returns what would make this roster equal to `members`. */
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

  #page(from: number): Present {
    return { count: this.#sorted.length, members: this.#sorted.slice(from, from + PRESENT_MAX_NAMES) };
  }

  /** Removes `gone` by id, whatever their names, and inserts `come`. */
  #replace(gone: readonly Member[], come: readonly Member[]): void {
    const isFew = gone.length + come.length <= PLACED_MAX;
    for (const { id } of gone) {
      const known = this.#members.get(id);
      if (known === undefined) continue;
      this.#members.delete(id);
      if (isFew) this.#sorted.splice(countBefore(this.#sorted, known), 1);
    }
    for (const member of come) {
      if (this.#members.has(member.id)) continue;
      this.#members.set(member.id, member);
      if (isFew) this.#sorted.splice(countBefore(this.#sorted, member), 0, member);
    }
    if (!isFew) this.#sorted = [...this.#members.values()].sort(compareMembers);
  }
}
