import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from './member';
import { compareMembers } from './member-order';
import {
  applyPresence,
  beforeAll,
  isCut,
  nobody,
  noticesOf,
  PRESENT_MAX_NAMES,
  type PresenceChange,
  type Present,
  withNextNames,
} from './presence';

const ada: Member = { id: 'a', name: 'Ada' };
const ben: Member = { id: 'b', name: 'Ben' };
const change = (news: Partial<PresenceChange>): PresenceChange => ({
  room: 'lobby',
  count: 0,
  joined: [],
  left: [],
  renamed: [],
  ...news,
});

describe('who is present', () => {
  it('is listed by name', () => {
    const present = applyPresence({ count: 1, members: [ben] }, change({ count: 2, joined: [ada] }));
    expect(present).toEqual({ count: 2, members: [ada, ben] });
  });

  it('loses members who left, and renames members who were renamed', () => {
    const renamed = [{ id: 'b', from: 'Ben', to: 'Aaron' }];
    const present = applyPresence(
      { count: 2, members: [ada, ben] },
      change({ count: 1, left: [ada], renamed }),
    );
    expect(present.members).toEqual([{ id: 'b', name: 'Aaron' }]);
  });

  it('is the same if a change is applied twice', () => {
    const joined = change({ count: 1, joined: [ada] });
    const once = applyPresence(nobody, joined);
    expect(applyPresence(once, joined)).toEqual(once);
  });

  it('is not harmed by hostile ids', () => {
    const hostile = { id: '__proto__', name: 'constructor' };
    expect(applyPresence(nobody, change({ count: 1, joined: [hostile] })).members).toEqual([hostile]);
  });

  it('lists no more names than a page of them', () => {
    const joined = Array.from({ length: PRESENT_MAX_NAMES + 5 }, (_, index) => ({
      id: `${index}`,
      name: `N${index}`,
    }));
    const present = applyPresence(nobody, change({ count: joined.length, joined }));
    expect(present.members).toHaveLength(PRESENT_MAX_NAMES);
    expect(present.count).toBe(joined.length);
  });
});

describe('a list that is cut', () => {
  const named = (name: string): Member => ({ id: `id of ${name}`, name });
  const cut: Present = { count: 5, members: [named('B'), named('D')] };

  it('[P8] counts members who come behind its end, and lists those who come before', () => {
    const present = applyPresence(cut, change({ count: 7, joined: [named('C'), named('Z')] }));
    expect(present).toEqual({ count: 7, members: ['B', 'C', 'D'].map(named) });
  });

  it('[P8] takes no page that does not touch it', () => {
    const page = { count: 5, members: [named('F')] };
    expect(withNextNames(cut, named('E'), page)).toBe(cut);
    expect(withNextNames(cut, named('D'), page).members).toEqual(['B', 'D', 'F'].map(named));
  });

  /** Everybody at the node, what a page knows, and what is on its way to the page: changes, and at most one page of names. */
  class Room {
    readonly all = new Map<string, Member>();
    shown: Present = nobody;
    readonly #told: PresenceChange[] = [];
    #asked: { after: Member; page: Present } | null = null;

    sorted = (): Member[] => [...this.all.values()].sort(compareMembers);

    page(after: Member): Present {
      const behind = this.sorted().filter((member) => compareMembers(member, after) > 0);
      return { count: this.all.size, members: behind.slice(0, PRESENT_MAX_NAMES) };
    }

    move(ids: readonly number[], letter: number): void {
      const [joined, left, renamed]: [Member[], Member[], { id: string; from: string; to: string }[]] = [
        [],
        [],
        [],
      ];
      for (const id of new Set(ids)) {
        const known = this.all.get(`${id}`);
        const member = { id: `${id}`, name: `${(id * 7 + letter) % 500}` };
        if (known === undefined) joined.push(member);
        else if (letter % 2 === 0) left.push(known);
        else renamed.push({ id: known.id, from: known.name, to: member.name });
        if (known !== undefined && letter % 2 === 0) this.all.delete(known.id);
        else this.all.set(member.id, member);
      }
      this.#told.push(change({ count: this.all.size, joined, left, renamed }));
    }

    join(): void {
      this.#told.length = 0;
      this.#asked = null;
      this.shown = this.page(beforeAll);
    }

    ask(): void {
      this.hear();
      const after = this.shown.members.at(-1) ?? beforeAll;
      if (isCut(this.shown)) this.#asked = { after, page: this.page(after) };
    }

    /** The answer comes before changes that were sent later, and after those that were sent before. */
    hear(): void {
      if (this.#asked) this.shown = withNextNames(this.shown, this.#asked.after, this.#asked.page);
      this.#asked = null;
      for (const told of this.#told.splice(0)) this.shown = applyPresence(this.shown, told);
    }
  }

  it('[P8] is the beginning of all members by name, whatever changes while names are read', () => {
    const ids = fc.array(fc.nat(700), { minLength: 1, maxLength: 120 });
    const step = fc.oneof(
      fc.record({ ids, letter: fc.nat(40) }),
      fc.constantFrom('ask' as const, 'hear' as const, 'join' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const room = new Room();
        for (let id = 0; id < 450; id++) room.all.set(`${id}`, { id: `${id}`, name: `${id}` });
        room.join();
        for (const now of steps) {
          if (typeof now === 'object') room.move(now.ids, now.letter);
          else room[now]();
        }
        room.hear();
        expect(room.shown.count).toBe(room.all.size);
        expect(room.shown.members).toEqual(room.sorted().slice(0, room.shown.members.length));
      }),
      { numRuns: 300 },
    );
  });
});

describe('notices', () => {
  it('announce everybody but the reader', () => {
    const renamed = [{ id: 'c', from: 'Cyd', to: 'Cid' }];
    expect(noticesOf(change({ joined: [ada, ben], left: [ada], renamed }), nobody, 'a')).toEqual([
      { kind: 'joined', name: 'Ben' },
      { kind: 'renamed', from: 'Cyd', to: 'Cid' },
    ]);
  });

  it('do not announce members who were here before the reader, and left before', () => {
    const news = change({ joined: [ada], left: [ben] });
    expect(noticesOf(news, { count: 1, members: [ada] }, null)).toEqual([]);
  });

  it('[K3] do not announce members who only changed connections, and so ids, under the same name', () => {
    const again = { id: 'classic-2', name: 'Ada' };
    expect(noticesOf(change({ joined: [again] }), { count: 1, members: [ada] }, null)).toEqual([]);
    expect(noticesOf(change({ left: [ada] }), { count: 2, members: [ada, again] }, null)).toEqual([]);
    const both = { joined: [again], left: [ada] };
    expect(noticesOf(change(both), { count: 1, members: [ada] }, null)).toEqual([]);
    for (const left of [[again], [again, ada]])
      expect(noticesOf(change({ left }), { count: left.length, members: left }, null)).toEqual([
        { kind: 'left', name: 'Ada' },
      ]);
  });
});
