import { expect, it } from 'vitest';
import type { LogFixture } from '@/lib/server/testing/log-for-tests';

/** What {@link RoomLog.append} guarantees about the bytes of a room. */
export function describeRoomBytes(
  open: (historyBytes: number) => Promise<LogFixture>,
  newRoom: () => string,
): void {
  it('[L4] entries beyond a room’s bytes go, oldest first; the newest stays, however long it is', async () => {
    const small = await open(1_000);
    const room = newRoom();
    const keptAfter = async (id: string, length: number, amends?: { id: string; entry: string }) => {
      await small.log.append(room, id, `"${'x'.repeat(length - 2)}"`, amends === undefined ? {} : { amends });
      return (await small.otherNode.after(room, 0, 100)).entries.map((entry) => entry.length);
    };
    for (const id of ['a', 'b', 'c']) await keptAfter(id, 300);
    expect(await keptAfter('d', 100)).toEqual([300, 300, 300, 100]);
    expect(await keptAfter('e', 10)).toEqual([300, 300, 100, 10]);
    // A replaced entry weighs what its replacement does.
    expect(await keptAfter('f', 10, { id: 'b', entry: '"gone"' })).toEqual([6, 300, 100, 10, 10]);
    expect(await keptAfter('g', 570)).toEqual([6, 300, 100, 10, 10, 570]);
    expect(await keptAfter('h', 900)).toEqual([900]);
    expect(await keptAfter('i', 5_000)).toEqual([5_000]);
    expect(await keptAfter('j', 3)).toEqual([3]);
    expect(await small.log.append(room, 'a', '"again"')).toMatchObject({ isRepeat: false });
    expect(await small.log.after(room, 0, 10)).toMatchObject({ from: 10, top: 11, bottom: 10 });
  });

  it('[L4] bytes are counted in UTF-8, and entries that are put back count', async () => {
    const small = await open(1_000);
    const room = newRoom();
    const text = (letter: string) => `"${'ü'.repeat(149)}${letter}"`; // 301 bytes.
    for (const id of ['a', 'b', 'c']) await small.log.append(room, id, text(id));
    const { epoch } = await small.log.top(room);
    const held = ['b', 'c', 'd'].map((id) => ({ id, entry: text(id) }));
    await small.otherNode.putBack(room, held, { epoch, shared: 0, reach: 1_000 });
    expect((await small.log.after(room, 0, 10)).entries).toEqual(['b', 'c', 'd'].map(text));
  });
}
