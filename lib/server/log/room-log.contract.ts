import { beforeAll, describe, expect, it } from 'vitest';
import { type LogFixture, listen, roomWith } from '@/lib/server/testing/log-for-tests';
import { describePutBack } from './put-back.contract';
import { describeRoomBytes } from './room-bytes.contract';
import type { RoomLog } from './room-log';

const HISTORY_LIMIT = 5_000;
const WRITERS = 4;
const ENTRIES_EACH = 1_000;

/** What every store owes as {@link RoomLog}. Each test has a room of its own. */
export function describeRoomLog(
  name: string,
  open: (historyLimit: number, historyBytes?: number) => Promise<LogFixture>,
): void {
  describe(`the room log in ${name}`, () => {
    let fixture: LogFixture;
    let rooms = 0;
    const newRoom = () => `room-${++rooms}`;

    beforeAll(async () => {
      fixture = await open(HISTORY_LIMIT);
    });
    describePutBack(() => fixture, newRoom);
    describeRoomBytes((historyBytes) => open(HISTORY_LIMIT, historyBytes), newRoom);

    it('[L1] each entry gets the next seq, from 1 without gaps, in one epoch', async () => {
      const room = newRoom();
      const appended = [];
      for (const id of ['a', 'b', 'c']) appended.push(await fixture.log.append(room, id, `"${id}"`));
      expect(appended.map((one) => one?.position.seq)).toEqual([1, 2, 3]);
      expect(new Set(appended.map((one) => one?.position.epoch)).size).toBe(1);
      expect(await fixture.log.top(room)).toMatchObject(appended[2]?.position ?? {});
    });

    it('[L2] an id that is in the log returns its first position, and adds nothing', async () => {
      const room = newRoom();
      const first = await fixture.log.append(room, 'a', '"first"');
      await fixture.log.append(room, 'b', '"b"');
      const again = await fixture.otherNode.append(room, 'a', '"second"');
      expect(again).toEqual({ position: first?.position, isRepeat: true });
      expect((await fixture.log.after(room, 0, 10)).entries).toEqual(['"first"', '"b"']);
    });

    it('[L2] the same id in another room is another entry', async () => {
      const [one, two] = [newRoom(), newRoom()];
      await fixture.log.append(one, 'a', '"one"');
      expect(await fixture.log.append(two, 'a', '"two"')).toMatchObject({ isRepeat: false });
    });

    it('[M17] nothing new is said in a blocked direct message, starting with the step that stores the block', async () => {
      const { log, otherNode, rooms } = fixture;
      const room = `direct-${newRoom()}`;
      const isDirect = true;
      const made = { id: room, kind: 'direct', title: '', topic: '', revision: 1, madeAt: 0 } as const;
      await rooms.make(made);
      const first = await log.append(room, 'a', '"a"', { isDirect });
      await rooms.replace({ ...made, revision: 2, blockedBy: ['ben'] });
      const together = [log.append(room, 'b', '"b"', { isDirect }), log.append(room, 'c', '"c"')];
      await expect(together[0]).rejects.toMatchObject({ code: 'blocked' });
      // Deletions, and what a node puts back, are appended all the same: nobody says anything new with them.
      expect(await together[1]).toMatchObject({ position: { seq: 2 } });
      expect(await otherNode.append(room, 'a', '"again"', { isDirect })).toEqual({
        ...first,
        isRepeat: true,
      });
      await rooms.replace({ ...made, revision: 3 });
      expect(await otherNode.append(room, 'b', '"b"', { isDirect })).toMatchObject({ position: { seq: 3 } });
      expect((await log.after(room, 0, 10)).entries).toEqual(['"a"', '"c"', '"b"']);
    });

    it('[L3] entries after a position come oldest first, as many as requested', async () => {
      const room = await roomWith(fixture.log, newRoom(), 10);
      expect(await fixture.log.after(room, 3, 4)).toMatchObject({
        from: 4,
        entries: ['"4"', '"5"', '"6"', '"7"'],
        top: 10,
        bottom: 1,
      });
      expect(await fixture.log.after(room, 10, 4)).toMatchObject({ from: 11, entries: [], top: 10 });
    });

    it('[L3] a page before a position has the newest entries before it, oldest first', async () => {
      const room = await roomWith(fixture.log, newRoom(), 10);
      expect(await fixture.log.before(room, 8, 3)).toMatchObject({ from: 5, entries: ['"5"', '"6"', '"7"'] });
      expect(await fixture.log.before(room, Number.POSITIVE_INFINITY, 2)).toMatchObject({
        from: 9,
        entries: ['"9"', '"10"'],
      });
      expect(await fixture.log.before(room, 1, 3)).toMatchObject({ from: 1, entries: [] });
    });

    it('[L19] a read has a bound in bytes, and at least one entry', async () => {
      const room = newRoom();
      const entries = Array.from({ length: 100 }, (_, index) => `"${index + 1} ${'ü'.repeat(500)}"`);
      await Promise.all(entries.map((entry, index) => fixture.log.append(room, `${index}`, entry)));
      // Each has slightly more than a thousand bytes.
      const after = await fixture.log.after(room, 10, 80, 50_000);
      expect(after).toMatchObject({ from: 11, counted: 10, top: 100, bottom: 1 });
      expect(after.entries).toEqual(entries.slice(10, 59));
      const before = await fixture.log.before(room, 91, 80, 50_000);
      expect(before).toMatchObject({ from: 42, counted: 41, entries: entries.slice(41, 90) });
      for (const [from, slice] of [
        [11, await fixture.log.after(room, 10, 80, 1)],
        [90, await fixture.log.before(room, 91, 80, 1)],
      ] as const) {
        expect(slice).toMatchObject({ from, entries: [entries[from - 1]] });
      }
      const all = await fixture.log.before(room, Number.POSITIVE_INFINITY, 80, 1_000_000);
      expect(all.entries).toEqual(entries.slice(20));
    });

    it('[L3] a room in which nobody has written is empty, not an error', async () => {
      const room = newRoom();
      expect(await fixture.log.top(room)).toEqual({ epoch: 0, seq: 0, counted: 0, forks: [] });
      const empty = { epoch: 0, from: 1, counted: 0, entries: [], top: 0, bottom: 1 };
      expect(await fixture.log.after(room, 0, 10)).toEqual(empty);
      expect(await fixture.log.before(room, Number.POSITIVE_INFINITY, 10)).toEqual(empty);
    });

    it('[L4] entries beyond the history limit go together with their ids, and the rest keeps its positions', async () => {
      const small = await open(3);
      const room = await roomWith(small.log, newRoom(), 5);
      expect(await small.log.after(room, 0, 10)).toMatchObject({
        from: 3,
        entries: ['"3"', '"4"', '"5"'],
        top: 5,
        bottom: 3,
      });
      expect(await small.log.append(room, '3', '"3"')).toMatchObject({ isRepeat: true });
      expect(await small.log.append(room, '2', '"2 again"')).toMatchObject({
        position: { seq: 6 },
        isRepeat: false,
      });
    });

    it('[L5] entries are kept exactly as given', async () => {
      const room = newRoom();
      const entry = JSON.stringify({ text: ' 你好 👩‍👩‍👧 "quoted" \n\t\\ <b>bold</b> \u0000 ' });
      const heard = listen();
      const stop = await fixture.otherNode.follow(room, heard.follower);
      await fixture.log.append(room, 'a', entry);
      expect((await fixture.log.after(room, 0, 1)).entries).toEqual([entry]);
      await expect.poll(() => heard.entries()).toEqual([entry]);
      stop();
    });

    it('[L13] messages are counted, and other entries are not', async () => {
      const room = await mixedRoom(fixture.log, newRoom(), 9);
      // 3, 6 and 9 are not messages.
      expect(await fixture.log.top(room)).toMatchObject({ seq: 9, counted: 6 });
      for (const [seq, counted] of [0, 1, 2, 2, 3, 4, 4, 5, 6, 6].entries()) {
        expect(await fixture.otherNode.after(room, seq, 2)).toMatchObject({ from: seq + 1, counted });
      }
      expect(await fixture.log.before(room, 8, 3)).toMatchObject({ from: 5, counted: 3 });
      expect(await fixture.log.before(room, 1, 3)).toMatchObject({ from: 1, counted: 0 });
      await fixture.otherNode.append(room, '9', '"9"', { isMessage: false });
      expect(await fixture.log.top(room)).toMatchObject({ seq: 9, counted: 6 });
    });

    it('[L13] messages that the history limit drops still count', async () => {
      const small = await open(3);
      const room = await mixedRoom(small.log, newRoom(), 8);
      expect(await small.log.after(room, 0, 10)).toMatchObject({ from: 6, counted: 4, top: 8 });
      expect(await small.log.top(room)).toMatchObject({ counted: 6 });
    });

    it('[L18] concurrent appends end as if they had been made one after another', async () => {
      const room = newRoom();
      const heard = listen();
      const stop = await fixture.otherNode.follow(room, heard.follower);
      const model = new Map<string, string>();
      const published: string[] = [];
      const [asked, expected]: [Promise<unknown>[], object[]] = [[], []];
      for (let step = 0; step < 400; step++) {
        // Every fifth repeats an id, and every third amends the entry just before, sometimes in the same moment.
        const id = String(step % 5 === 4 ? step - 3 : step);
        const entry = `"${id} in ${step}"`;
        const target = String(step - 1);
        const amends = step % 3 === 0 ? { amends: { id: target, entry: `"${step} amended ${target}"` } } : {};
        asked.push(fixture.log.append(room, id, entry, { isMessage: step % 3 !== 0, ...amends }));
        const isRepeat = model.has(id);
        if (amends.amends !== undefined && model.has(target)) model.set(target, amends.amends.entry);
        if (!isRepeat) model.set(id, entry);
        if (!isRepeat) published.push(entry);
        const seq = [...model.keys()].indexOf(id) + 1;
        expected.push({ position: { seq }, isRepeat });
      }
      expect(await Promise.all(asked)).toMatchObject(expected);
      const { entries } = await fixture.log.after(room, 0, 1_000);
      expect(entries).toEqual([...model.values()]);
      const messages = published.filter((entry) => Number(/in (\d+)/.exec(entry)?.[1]) % 3 !== 0);
      expect(await fixture.log.top(room)).toMatchObject({ seq: model.size, counted: messages.length });
      await expect.poll(() => heard.entries()).toEqual(published);
      stop();
    });

    it('[L14] an entry is found by its id for as long as it is in the log', async () => {
      const room = await roomWith(fixture.log, newRoom(), 3);
      const { epoch } = await fixture.log.top(room);
      expect(await fixture.otherNode.find(room, '2')).toEqual({ epoch, seq: 2, entry: '"2"' });
      expect(await fixture.log.find(room, '4')).toBeNull();
      expect(await fixture.log.find(newRoom(), '2')).toBeNull();
      const small = await open(1);
      await roomWith(small.log, room, 5);
      expect(await small.log.find(room, '4')).toBeNull();
    });

    it('[L14] an amended entry is replaced in the same step, in its place', async () => {
      const room = await roomWith(fixture.log, newRoom(), 3);
      const amends = { id: '2', entry: '"gone"' };
      await fixture.log.append(room, 'amending', '"amending"', { isMessage: false, amends });
      const { entries } = await fixture.otherNode.after(room, 0, 10);
      expect(entries).toEqual(['"1"', '"gone"', '"3"', '"amending"']);
      expect(await fixture.otherNode.before(room, 4, 2)).toMatchObject({
        from: 2,
        entries: ['"gone"', '"3"'],
      });
      expect(await fixture.otherNode.find(room, '2')).toMatchObject({ seq: 2, entry: '"gone"' });
      expect(await fixture.log.append(room, '2', '"2"')).toMatchObject({ isRepeat: true });
      expect(await fixture.log.find(room, '2')).toMatchObject({ entry: '"gone"' });
    });

    it('[L14] repeating an amendment adds nothing, and amending something that is not there changes nothing', async () => {
      const room = await roomWith(fixture.log, newRoom(), 1);
      const amend = (id: string, target: string) =>
        fixture.log.append(room, id, `"${id}"`, {
          isMessage: false,
          amends: { id: target, entry: '"gone"' },
        });
      await amend('a', '1');
      expect(await amend('a', '1')).toMatchObject({ isRepeat: true });
      await amend('b', 'never was');
      expect((await fixture.log.after(room, 0, 10)).entries).toEqual(['"gone"', '"a"', '"b"']);
      expect(await fixture.log.find(room, 'never was')).toBeNull();
      expect(await fixture.log.top(room)).toMatchObject({ seq: 3, counted: 1 });
    });

    it('[L6] a follower hears what is appended from then on, and nothing after it has stopped', async () => {
      const room = newRoom();
      await fixture.log.append(room, 'before', '"before"');
      const [heard, other] = [listen(), listen()];
      const stop = await fixture.otherNode.follow(room, heard.follower);
      const stopOther = await fixture.log.follow(room, other.follower);
      const appended = await fixture.log.append(room, 'a', '"a"');
      await expect.poll(() => heard.all).toEqual([{ ...appended?.position, entry: '"a"' }]);
      stop();
      await fixture.log.append(room, 'b', '"b"');
      await expect.poll(() => other.entries()).toEqual(['"a"', '"b"']);
      expect(heard.entries()).toEqual(['"a"']);
      stopOther();
    });

    it('[L6] a repeated id is not published again', async () => {
      const room = newRoom();
      const heard = listen();
      const stop = await fixture.otherNode.follow(room, heard.follower);
      for (const id of ['a', 'a', 'b']) await fixture.log.append(room, id, `"${id}"`);
      await expect.poll(() => heard.entries()).toEqual(['"a"', '"b"']);
      stop();
    });

    it('[L7] four concurrent writers: no gap, no duplicate, one order for every follower and reader', async () => {
      const room = newRoom();
      const followers = [listen(), listen()];
      const stops = [
        await fixture.log.follow(room, (followers[0] as Listening).follower),
        await fixture.otherNode.follow(room, (followers[1] as Listening).follower),
      ];
      await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          writeAll(writer % 2 ? fixture.otherNode : fixture.log, room, writer),
        ),
      );
      const total = WRITERS * ENTRIES_EACH;
      for (const follower of followers) await expect.poll(() => follower.all.length).toBe(total);
      const read = await fixture.log.after(room, 0, total + 1);
      expect(new Set(read.entries).size).toBe(total);
      for (const follower of followers) {
        expect(follower.entries()).toEqual(read.entries);
        expect(follower.all.map(({ seq }) => seq)).toEqual(read.entries.map((_, index) => index + 1));
      }
      for (const stop of stops) stop();
    });
  });
}

/** Appends without waiting, each entry twice, as a client that is unsure of the first answer does. */
async function writeAll(log: RoomLog, room: string, writer: number): Promise<void> {
  const appends = [];
  for (let index = 0; index < ENTRIES_EACH; index++) {
    const id = `${writer}-${index}`;
    appends.push(log.append(room, id, `"${id}"`), log.append(room, id, `"${id}"`));
    if (index % 100 === 0) await Promise.all(appends.splice(0));
  }
  await Promise.all(appends);
}

/** Every third entry is not a message. */
async function mixedRoom(log: RoomLog, room: string, count: number): Promise<string> {
  for (let index = 1; index <= count; index++)
    await log.append(room, String(index), `"${index}"`, { isMessage: index % 3 !== 0 });
  return room;
}

type Listening = ReturnType<typeof listen>;
