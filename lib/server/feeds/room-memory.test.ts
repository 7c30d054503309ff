import { expect, it } from 'vitest';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { RecentEntries } from './recent-entries';
import { RoomMemory } from './room-memory';

const KIB = 1024;
const entry = new LoggedEntry(`{"kind":"posted","id":"a","text":"${'x'.repeat(5_000)}"}`);

/** A room with this many kilobytes of entries. */
function open(memory: RoomMemory, kib: number, hasPeople = true) {
  let isClosed = false;
  const share = memory.share({
    hasPeople,
    giveWay: (maxBytes) => recent.giveWay(maxBytes),
    close: () => {
      isClosed = true;
      share.close();
    },
  });
  const recent = new RecentEntries({ keep: 10_000, weighed: share.weighed });
  share.used();
  while (recent.bytes < kib * KIB) recent.add(1, [entry]);
  const state = () => {
    if (isClosed) return 'closed';
    if (recent.bytes >= kib * KIB) return 'whole';
    return recent.length === 0 ? 'empty' : 'few';
  };
  return { state, share, recent };
}

it('[E7] a room that was read, but that nobody has entered yet, gives way as well', async () => {
  const memory = new RoomMemory(100 * KIB);
  const share = memory.share({
    hasPeople: true,
    giveWay: (maxBytes) => recent.giveWay(maxBytes),
    close: () => {},
  });
  const recent = new RecentEntries({ keep: 10_000, weighed: share.weighed });
  while (recent.bytes < 200 * KIB) recent.add(1, [entry]);
  await freed();
  expect(memory.heldBytes).toBeLessThan(100 * KIB);
});

const freed = () => new Promise(setImmediate);

it('[E7] rooms that nobody is in go first; then those used least recently give way', async () => {
  const memory = new RoomMemory(1_000 * KIB);
  const rooms = [open(memory, 300), open(memory, 100, false), open(memory, 300), open(memory, 240)];
  const states = () => rooms.map(({ state }) => state());
  rooms[0]?.share.used();
  await freed();
  expect(states()).toEqual(['whole', 'whole', 'whole', 'whole']);
  rooms.push(open(memory, 120));
  await freed();
  // Closing the empty room is not enough: the third is the one used least recently.
  expect(states()).toEqual(['whole', 'closed', 'few', 'whole', 'whole']);
  expect(memory.heldBytes).toBeLessThan(900 * KIB);
  expect(rooms[2]?.recent.top).toBeGreaterThan(20);
});

it('[E7] if even the newest few entries of all rooms are too much, the least recently used rooms keep nothing', async () => {
  const memory = new RoomMemory(500 * KIB);
  const rooms = Array.from({ length: 20 }, () => open(memory, 60));
  await freed();
  const states = rooms.map(({ state }) => state());
  expect(states.slice(0, 10)).toEqual(Array(10).fill('empty'));
  expect(states.slice(-5)).toEqual(Array(5).fill('whole'));
  for (const { share } of rooms) share.close();
  expect(memory.heldBytes).toBe(0);
});
