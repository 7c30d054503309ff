import { beforeAll, describe, expect, it } from 'vitest';
import { describeRecords, roomOf } from '@/lib/server/records/records.contract';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { describeAdmissions } from './admitted/admissions.contract';
import { MY_ROOMS_MAX, type Rooms, SHOWN_DIRECTS_MAX } from './rooms';

/** What the suite needs from a store: its rooms as two nodes see them (the same node twice if there can be only one). */
export interface RoomsFixture {
  readonly rooms: Rooms;
  readonly otherNode: Rooms;
}

const LISTED_MAX = 60;

/** What every store owes as {@link Rooms}. */
export function describeRooms(store: string, open: (listedMax: number) => Promise<RoomsFixture>): void {
  describe(`rooms in ${store}`, () => {
    let fixture: RoomsFixture;
    let count = 0;
    const newId = () => `made-${++count}`;

    beforeAll(async () => {
      fixture = await open(LISTED_MAX);
    });

    describeRecords<RoomRecord>(
      () => ({ records: fixture.rooms, otherNode: fixture.otherNode }),
      (id, revision, topic) => roomOf(id, { revision, topic }),
    );

    it('[E6] an open room that the store lost is listed again once restored', async () => {
      const { rooms, otherNode } = fixture;
      const lost = await rooms.restore(roomOf(newId(), { revision: 7 }));
      expect((await otherNode.listOpen())?.rooms).toContainEqual(lost);
    });

    it('[M4] open rooms are listed in their current state; private and direct ones are not', async () => {
      const { rooms, otherNode } = fixture;
      const made = await rooms.make(roomOf(newId()));
      const hidden = [newId(), newId()] as const;
      await rooms.make(roomOf(hidden[0], { kind: 'private' }));
      await rooms.make(roomOf(hidden[1], { kind: 'direct' }));
      await rooms.replace({ ...made, revision: 2, title: 'Another title' });
      const listed = ((await otherNode.listOpen())?.rooms ?? []).filter(({ id }) =>
        [made.id, ...hidden].includes(id),
      );
      expect(listed.map(({ id, title }) => [id, title])).toEqual([[made.id, 'Another title']]);
    });

    it('[M4] the directory is read again only if it has changed, and always then', async () => {
      const { rooms, otherNode } = fixture;
      const versionNow = async () => (await otherNode.listOpen())?.version;
      const first = await rooms.make(roomOf(newId()));
      const before = await versionNow();
      expect(await otherNode.listOpen(before)).toBeNull();
      await rooms.replace({ ...first, revision: 2, title: 'Another' });
      const changed = await otherNode.listOpen(before);
      expect(changed?.rooms).toContainEqual({ ...first, revision: 2, title: 'Another' });
      expect(await otherNode.listOpen(changed?.version)).toBeNull();
      await rooms.make(roomOf(newId()));
      expect(await otherNode.listOpen(changed?.version)).not.toBeNull();
    });

    const idsListed = async () => ((await fixture.otherNode.listOpen())?.rooms ?? []).map(({ id }) => id);

    /** Fills the directory with rooms in each of which somebody has written. */
    async function fill(rooms: Rooms): Promise<RoomRecord[]> {
      const made: RoomRecord[] = [];
      for (let index = 0; index < LISTED_MAX; index++) {
        made.push(await rooms.make(roomOf(newId())));
        await rooms.written(made[index] as RoomRecord);
        await nextMillisecond();
      }
      return made;
    }

    it('[M10] a full directory drops the room that has been silent for longest', async () => {
      const { rooms, otherNode } = fixture;
      const [oldest, second, ...others] = (await fill(rooms)) as [RoomRecord, RoomRecord, ...RoomRecord[]];
      await otherNode.written(oldest);
      const made = await otherNode.make(roomOf(newId()));
      expect((await idsListed()).sort()).toEqual([oldest, made, ...others].map(({ id }) => id).sort());
      expect(await rooms.find(second.id)).toEqual(second);
    });

    it('[M10] it first drops rooms in which nobody has ever written', async () => {
      const { rooms, otherNode } = fixture;
      const written = (await fill(rooms)).slice(1).map(({ id }) => id);
      const empty: string[] = [];
      for (let index = 0; index < 3; index++) {
        empty.push((await otherNode.make(roomOf(newId()))).id);
        await nextMillisecond();
        expect((await idsListed()).sort()).toEqual([...written, empty.at(-1)].sort());
      }
    });

    it('[M10] a dropped room is listed again when somebody writes there, but not when it is changed', async () => {
      const { rooms, otherNode } = fixture;
      const room = await rooms.make(roomOf(newId()));
      await fill(rooms);
      expect(await idsListed()).not.toContain(room.id);
      const changed = { ...room, revision: 2, title: 'Another title' };
      expect(await rooms.replace(changed)).toBe(true);
      expect(await idsListed()).not.toContain(room.id);
      await otherNode.written(changed);
      expect((await otherNode.listOpen())?.rooms).toContainEqual(changed);
      expect(await idsListed()).toHaveLength(LISTED_MAX);
    });

    it('[M10] private rooms and direct messages take no place in the directory, whatever is written there', async () => {
      const { rooms } = fixture;
      const full = (await fill(rooms)).map(({ id }) => id);
      for (const kind of ['private', 'direct'] as const) {
        await rooms.written(await rooms.make(roomOf(newId(), { kind })));
      }
      expect((await idsListed()).sort()).toEqual(full.sort());
    });

    describeAdmissions(() => fixture, newId);

    it('[M8] a member’s rooms are the same at every node', async () => {
      const { rooms, otherNode } = fixture;
      const member = newId();
      expect(await rooms.addToMyRooms(member, 'one')).toBe(true);
      expect(await otherNode.addToMyRooms(member, 'one')).toBe(false);
      await otherNode.addToMyRooms(member, 'two');
      expect((await rooms.listMyRooms(member)).sort()).toEqual(['one', 'two']);
      await rooms.removeFromMyRooms(member, 'one');
      await rooms.removeFromMyRooms(member, 'one');
      expect(await otherNode.listMyRooms(member)).toEqual(['two']);
      expect(await rooms.listMyRooms(newId())).toEqual([]);
    });

    it('[M8] nobody has more rooms than one list can hold', async () => {
      const { rooms } = fixture;
      const member = newId();
      for (let index = 0; index < MY_ROOMS_MAX; index++) await rooms.addToMyRooms(member, `room-${index}`);
      await expect(rooms.addToMyRooms(member, 'one-more')).rejects.toMatchObject({ code: 'rooms_too_many' });
      expect(await rooms.addToMyRooms(member, 'room-0')).toBe(false);
      expect(await rooms.listMyRooms(member)).toHaveLength(MY_ROOMS_MAX);
    });

    it('[M9] direct messages that others begin with a member fill at most half of their list', async () => {
      const { rooms, otherNode } = fixture;
      const member = newId();
      const shown = await Promise.allSettled(
        Array.from({ length: SHOWN_DIRECTS_MAX + 20 }, (_, index) =>
          (index % 2 ? rooms : otherNode).show(member, `direct-${index}`),
        ),
      );
      expect(shown.filter(({ status }) => status === 'fulfilled')).toHaveLength(SHOWN_DIRECTS_MAX);
      await expect(rooms.show(member, 'direct-more')).rejects.toMatchObject({ code: 'directs_too_many' });
      expect(await rooms.show(member, 'direct-0')).toBe(false);
      expect(await rooms.addToMyRooms(member, 'direct-own')).toBe(true);
      expect(await rooms.addToMyRooms(member, 'one')).toBe(true);
      for (const id of ['direct-own', 'direct-0']) await otherNode.removeFromMyRooms(member, id);
      expect(await otherNode.show(member, 'direct-more')).toBe(true);
    });

    it('[M9] a list that is full of rooms takes no direct message that others begin', async () => {
      const { rooms } = fixture;
      const member = newId();
      for (let index = 0; index < MY_ROOMS_MAX; index++) await rooms.addToMyRooms(member, `room-${index}`);
      await expect(rooms.show(member, 'direct-more')).rejects.toMatchObject({ code: 'directs_too_many' });
      expect(await rooms.listMyRooms(member)).not.toContain('direct-more');
    });
  });
}

/** By this machine's clock, which both stores use. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() <= now + 1) await new Promise((resolve) => setTimeout(resolve, 1));
}
