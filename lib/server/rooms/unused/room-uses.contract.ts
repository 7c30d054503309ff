import { beforeAll, describe, expect, it } from 'vitest';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { ModerationStore } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { Rooms } from '@/lib/server/rooms/rooms';
import type { RoomKeep } from './room-uses';

/** What the suite needs from a store, as two nodes see it (the same node twice if there can be only one). */
export interface RoomUsesFixture {
  readonly rooms: Rooms;
  readonly otherNode: Rooms;
  readonly log: RoomLog;
  readonly states: ModerationStore;
  /** Moves the store's clock forward. */
  later(ms: number): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const KEEP: RoomKeep = { writtenMs: 400 * DAY_MS, emptyMs: 60 * DAY_MS };
const ada = { id: 'ada', name: 'Ada' };
const none = (_: string) => false;

const record = (id: string, kind: RoomRecord['kind'] = 'open'): RoomRecord => ({
  id,
  kind,
  title: id,
  topic: '',
  owner: ada,
  revision: 1,
  madeAt: 1_000,
});

/** What every store owes as {@link RoomUses}. */
export function describeRoomUses(store: string, open: () => Promise<RoomUsesFixture>): void {
  describe(`the uses of rooms in ${store}`, () => {
    let fixture: RoomUsesFixture;
    let count = 0;
    const own = new Set<string>();
    const newId = () => `used-${++count}`;

    beforeAll(async () => {
      fixture = await open();
      await pass(0);
    });

    /** Lets days pass in which both nodes run, and look as seldom as this. */
    async function pass(days: number): Promise<void> {
      await fixture.later(days * DAY_MS);
      for (const node of [fixture.rooms, fixture.otherNode]) await node.passTime(1_000 * DAY_MS);
    }

    async function make(id = newId(), kind: RoomRecord['kind'] = 'open'): Promise<string> {
      own.add(id);
      await fixture.rooms.make(record(id, kind));
      return id;
    }

    const write = (room: string, id = 'a') => fixture.log.append(room, id, `"${id}"`);
    const isThere = async (id: string) => (await fixture.otherNode.find(id)) !== undefined;
    /** Other suites leave rooms in the same store. */
    const end = async (keep = KEEP, isKept = none) =>
      (await fixture.otherNode.endUnused(keep, isKept)).filter((id) => own.has(id));
    const isListed = async (id: string) =>
      ((await fixture.rooms.listOpen())?.rooms ?? []).some((room) => room.id === id);

    it('[G5] a room that nobody has used for its time ends with everything in it, and no other room does', async () => {
      const { rooms, log, states } = fixture;
      const [gone, other] = [await make(), await make()];
      for (const id of [gone, other]) {
        await write(id);
        await rooms.admit(id, { id: 'ben', name: 'Ben', at: 1, by: 'owner' });
        const state = { room: id, revision: 1, isClosed: true, slowMs: 0 };
        await states.replace({ ...state, moderators: [], muted: [], banned: [], actions: [] });
      }
      await pass(399);
      expect(await end()).toEqual([]);
      await rooms.used(other);
      await pass(1);
      expect(await end()).toEqual([gone]);
      expect(await isThere(gone)).toBe(false);
      expect(await isListed(gone)).toBe(false);
      expect(await log.top(gone)).toMatchObject({ epoch: 0, seq: 0, forks: [] });
      expect((await log.after(gone, 0, 10)).entries).toEqual([]);
      expect(await log.find(gone, 'a')).toBeNull();
      expect(await rooms.admissionOf(gone, 'ben')).toBeUndefined();
      expect(await states.find(gone)).toBeUndefined();
      expect(await isThere(other)).toBe(true);
      expect(await isListed(other)).toBe(true);
      expect((await log.after(other, 0, 10)).entries).toEqual(['"a"']);
      expect(await rooms.admissionOf(other, 'ben')).toMatchObject({ id: 'ben' });
      expect(await states.find(other)).toMatchObject({ isClosed: true });
      expect(await end()).toEqual([]);
    });

    it('[G5] a room in which nobody has ever written ends sooner, whatever its kind', async () => {
      const empty = [await make(), await make(newId(), 'private'), await make(newId(), 'direct')];
      const written = await make(newId(), 'private');
      await write(written);
      await pass(60);
      expect((await end()).sort()).toEqual([...empty].sort());
      expect(await isThere(written)).toBe(true);
    });

    it('[G5] [M17] a direct message in which somebody is blocked does not end, nor does the block', async () => {
      const id = newId();
      own.add(id);
      await fixture.rooms.make({ ...record(id, 'direct'), blockedBy: ['ada'] });
      await pass(1_000);
      expect(await end()).not.toContain(id);
      expect(await isThere(id)).toBe(true);
    });

    it('[G5] a room that somebody opens once a month stays for years, written in or not', async () => {
      const [empty, written] = [await make(), await make()];
      await write(written);
      for (let month = 0; month < 40; month++) {
        await pass(31);
        for (const id of [empty, written]) await fixture.otherNode.used(id);
        const ended = await end();
        expect(ended).not.toContain(empty);
        expect(ended).not.toContain(written);
      }
    });

    it('[G5] neither time in which no node runs nor a clock that was set counts', async () => {
      const id = await make();
      await fixture.later(10_000 * DAY_MS);
      await fixture.rooms.passTime(2 * DAY_MS);
      await fixture.later(-5_000 * DAY_MS);
      await fixture.otherNode.passTime(2 * DAY_MS);
      expect(await end()).not.toContain(id);
      await pass(58);
      expect(await end()).toContain(id);
    });

    it('[G5] however long its log, all of it goes, and a new room at its address begins empty', async () => {
      const id = await make();
      await Promise.all(Array.from({ length: 1_300 }, (_, index) => write(id, `entry-${index}`)));
      const { epoch } = await fixture.log.top(id);
      await pass(400);
      expect(await end()).toContain(id);
      await make(id);
      expect(await write(id, 'entry-0')).toMatchObject({ position: { seq: 1 }, isRepeat: false });
      expect((await fixture.log.top(id)).epoch).toBeGreaterThan(epoch);
      expect((await fixture.log.after(id, 0, 10)).entries).toEqual(['"entry-0"']);
      await pass(1);
      expect(await end()).not.toContain(id);
    });

    it('[G5] kept rooms stay: built-in ones, and all of them if nothing is to end', async () => {
      const kept = await make();
      const written = await make();
      await write(written);
      await pass(5_000);
      expect(await end({ writtenMs: null, emptyMs: 60 * DAY_MS }, (id) => id === kept)).toEqual([]);
      for (const id of [kept, written]) expect(await isThere(id)).toBe(true);
      expect(await end()).toEqual(expect.arrayContaining([kept, written]));
    });

    it('[G5] a room that does not exist cannot be used, and a hostile id is just an id', async () => {
      await fixture.rooms.used('never-made');
      await make('__proto__');
      await make('x}:about %s');
      await pass(60);
      expect(await end()).toEqual(expect.arrayContaining(['__proto__', 'x}:about %s']));
      expect(await isThere('never-made')).toBe(false);
    });
  });
}
