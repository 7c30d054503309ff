import { expect, it } from 'vitest';
import { type LogFixture, listen, roomWith } from '@/lib/server/testing/log-for-tests';
import type { HeldEntry } from './room-log';

/** What every store owes in {@link RoomLog.putBack}. */
export function describePutBack(fixture: () => LogFixture, newRoom: () => string): void {
  it('[E1] entries that are put back are appended in order, each id once, and followers hear them', async () => {
    const room = await roomWith(fixture().log, newRoom(), 3);
    const heard = listen();
    const stop = await fixture().otherNode.follow(room, heard.follower);
    const { epoch } = await fixture().log.top(room);
    const putBack = () =>
      fixture().log.putBack(room, heldEntries(2, 300), { epoch, shared: 299, reach: 1_000 });
    const positions = Array.from({ length: 299 }, (_, index) => ({ epoch, seq: index + 2 }));
    expect(await putBack()).toEqual(positions);
    expect(await putBack()).toEqual(positions);
    const all = Array.from({ length: 300 }, (_, index) => `"${index + 1}"`);
    expect((await fixture().log.after(room, 0, 500)).entries).toEqual(all);
    await expect.poll(() => heard.entries()).toEqual(all.slice(3));
    expect(heard.all.map(({ seq }) => seq)).toEqual(all.slice(3).map((_, index) => index + 4));
    expect(await fixture().log.top(room)).toMatchObject({ seq: 300, counted: 201 });
    stop();
  });

  it('[E1] entries that are put back amend others, and are amended', async () => {
    const room = await roomWith(fixture().log, newRoom(), 1);
    const { epoch } = await fixture().log.top(room);
    const amending = { id: 'a', entry: '"a"', isMessage: false, amends: { id: '1', entry: '"gone"' } };
    await fixture().log.putBack(room, [{ id: '1', entry: '"1"' }, amending], {
      epoch,
      shared: 100,
      reach: 10,
    });
    await fixture().log.putBack(room, [{ id: '1', entry: '"1"' }], { epoch, shared: 100, reach: 10 });
    expect((await fixture().log.after(room, 0, 10)).entries).toEqual(['"gone"', '"a"']);
  });

  it('[E1] entries older than everything within reach are not put back after it', async () => {
    const room = await roomWith(fixture().log, newRoom(), 1);
    const { epoch } = await fixture().log.top(room);
    await fixture().log.putBack(room, heldEntries(11, 20), { epoch, shared: 100, reach: 10 });
    const positions = await fixture().otherNode.putBack(room, heldEntries(8, 22), {
      epoch,
      shared: 100,
      reach: 10,
    });
    const places = [8, 9, 10].map(() => null);
    expect(positions?.slice(0, 3)).toEqual(places);
    expect(positions?.slice(3).map((position) => position?.seq)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 2),
    );
    // If fewer entries than that are there, nothing within reach may be left out.
    await fixture().otherNode.putBack(room, heldEntries(5, 22), { epoch, shared: 100, reach: 20 });
    const { entries } = await fixture().log.after(room, 11, 10);
    expect(entries).toEqual(['"21"', '"22"', '"5"', '"6"', '"7"', '"8"', '"9"', '"10"']);
  });

  it('[E1] nor are they if an entry before them is still there', async () => {
    const room = await roomWith(fixture().log, newRoom(), 1);
    const { epoch } = await fixture().log.top(room);
    const places = { epoch, shared: 100, reach: 10 };
    await fixture().log.putBack(room, heldEntries(11, 20), places);
    const held = [...heldEntries(1, 1), ...heldEntries(9, 21)];
    const positions = await fixture().otherNode.putBack(room, held, places);
    expect(positions?.map((position) => position?.seq)).toEqual([
      ...[1, undefined, undefined],
      ...Array.from({ length: 11 }, (_, index) => index + 2),
    ]);
  });

  it('[E1] nor are they if there is too much for one step', async () => {
    const room = await roomWith(fixture().log, newRoom(), 1);
    const { epoch } = await fixture().log.top(room);
    const long = (from: number, to: number) =>
      heldEntries(from, to).map(({ id, ...held }) => ({ ...held, id, entry: `"${id.padEnd(1_000_000)}"` }));
    const places = { epoch, shared: 100, reach: 10 };
    await fixture().log.putBack(room, long(11, 30), places);
    const positions = await fixture().otherNode.putBack(room, long(2, 32), places);
    expect(positions?.slice(0, 9)).toEqual(Array(9).fill(null));
    expect(positions?.slice(9).map((position) => position?.seq)).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 2),
    );
  });

  it('[E1] nothing is put back into an epoch that the node does not know', async () => {
    const room = await roomWith(fixture().log, newRoom(), 1);
    const { epoch } = await fixture().log.top(room);
    const before = { epoch: epoch - 1, shared: 100, reach: 10 };
    expect(await fixture().log.putBack(room, heldEntries(1, 3), before)).toBeNull();
    expect((await fixture().log.after(room, 0, 10)).entries).toEqual(['"1"']);
  });
}

/** Every third entry is not a message. */
const heldEntries = (from: number, to: number): HeldEntry[] =>
  Array.from({ length: to + 1 - from }, (_, index) => from + index).map((number) => ({
    id: String(number),
    entry: `"${number}"`,
    isMessage: number % 3 !== 0,
  }));
