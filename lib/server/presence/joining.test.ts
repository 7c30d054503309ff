import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Member } from '@/lib/chat/member';
import { applyPresence, noticesOf, type Present } from '@/lib/chat/presence';
import type { NoticeContent } from '@/lib/chat/timeline/timeline';
import { PresenceStoreForTests } from '@/lib/server/testing/presence-store-for-tests';
import type { LiveRoster } from './live-roster';
import { RoomPresence } from './room-presence';

const ROOM = 'lobby';
const ada: Member = { id: 'ada', name: 'Ada' };
const ben: Member = { id: 'ben', name: 'Ben' };
const PEOPLE: readonly Member[] = [ada, ben, { id: 'cleo', name: 'Cleo' }];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Somebody who reads in the room: knows what it was when they came, and what was announced since. */
interface Reader {
  present: Present;
  readonly notices: NoticeContent[];
}

interface HalfSite {
  readonly presence: RoomPresence;
  readonly roster: LiveRoster;
  readonly readers: Reader[];
}

/** Two nodes that hear each other, with the people and the readers of each. */
class Site {
  readonly #store = new PresenceStoreForTests();
  readonly #nodes: HalfSite[] = [];

  constructor() {
    for (const name of ['one', 'two']) {
      const readers: Reader[] = [];
      const presence = new RoomPresence({
        store: this.#store.node(name),
        signal: (news) => {
          for (const other of this.#nodes) if (other.presence !== presence) other.presence.hear(news);
        },
        changed: (change) => {
          for (const reader of readers) {
            reader.notices.push(...noticesOf(change, reader.present, 'reader'));
            reader.present = applyPresence(reader.present, change);
          }
        },
      });
      this.#nodes.push({ presence, roster: presence.open(ROOM), readers });
    }
  }

  node(index: number): HalfSite {
    return this.#nodes[index] as HalfSite;
  }

  /** Is answered as `room:join` is. */
  join(index: number): Reader {
    const { roster, readers } = this.node(index);
    const reader: Reader = { present: roster.announced.present, notices: [] };
    readers.push(reader);
    return reader;
  }

  get listed(): readonly Member[] {
    return this.#store.listed(ROOM);
  }

  close(): void {
    for (const { presence } of this.#nodes) presence.close();
  }
}

/** What somebody does at a node (`move`: comes or leaves), and how long nothing happens then. */
const step = fc.record({
  does: fc.constantFrom('move', 'move', 'rename', 'join'),
  person: fc.nat(PEOPLE.length - 1),
  node: fc.constantFrom(0, 0, 0, 1),
  thenMs: fc.constantFrom(0, 0, 1, 40, 120, 260),
});

interface Step {
  readonly does: string;
  readonly person: number;
  readonly node: number;
  readonly thenMs: number;
}

/** Lives through the steps. Returns who read at which node. */
async function live(
  site: Site,
  steps: readonly Step[],
): Promise<readonly (readonly [node: number, Reader])[]> {
  const tabs = new Set<string>();
  const members = [...PEOPLE];
  const readers: [node: number, Reader][] = [];
  for (const [index, { does, person, node, thenMs }] of steps.entries()) {
    const member = members[person] as Member;
    const { presence } = site.node(node);
    const tab = `${node} ${member.id}`;
    if (does === 'join') readers.push([node, site.join(node)]);
    if (does === 'move') {
      const isThere = tabs.delete(tab);
      if (isThere) presence.leave(ROOM, member.id, 0);
      else presence.enter(ROOM, member);
      if (!isThere) tabs.add(tab);
    }
    if (does === 'rename') {
      const renamed = { ...member, name: `${PEOPLE[person]?.name} ${index % 2}` };
      members[person] = renamed;
      for (const at of [0, 1]) site.node(at).presence.rename(renamed);
    }
    await pass(thenMs);
  }
  return readers;
}

it('[P7] whoever joins between any news, a reader ends with who is there, under their names', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const site = new Site();
      await pass(0);
      const readers = await live(site, steps);
      await pass(60_000);
      for (const [node, { present }] of readers) {
        expect(present).toEqual(site.node(node).roster.roster.present);
        expect(new Set(present.members)).toEqual(new Set(site.listed));
      }
      site.close();
    }),
    { numRuns: 300 },
  );
});

it('[P7] whoever joins while somebody is away for a moment sees them, and reads nothing of it', async () => {
  const site = new Site();
  site.node(0).presence.enter(ROOM, ada);
  await pass(1_000);
  site.node(0).presence.enter(ROOM, ben); // What comes within the next 250 ms is announced together.
  await pass(1);
  site.node(0).presence.leave(ROOM, ada.id, 0);
  await pass(1);
  const reader = site.join(0);
  site.node(0).presence.enter(ROOM, ada);
  await pass(1_000);
  expect(reader.present.members).toContainEqual(ada);
  expect(reader.notices).toEqual([]);
  site.close();
});
