import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { REQUESTS } from '@/lib/chat/events/requests';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { RoomDirectory } from './room-directory';
import type { OpenRooms } from './rooms';

const roomCalled = (title: string, index: number): RoomRecord => ({
  id: `room-${index}`,
  kind: 'open',
  title,
  topic: '',
  revision: 1,
  madeAt: 0,
});

/** A store whose rooms the test changes by hand, each time under a new version. */
function storeOf(rooms: RoomRecord[]) {
  let [version, reads] = [1, 0];
  const listOpen = async (known: string | undefined): Promise<OpenRooms | null> => {
    if (known === String(version)) return null;
    const now = { version: String(version), rooms: [...rooms] };
    reads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return now;
  };
  const add = (room: RoomRecord) => {
    rooms.push(room);
    version += 1;
  };
  return { directory: new RoomDirectory({ builtIn: [], listOpen }), add, reads: () => reads };
}

async function pageThrough(directory: RoomDirectory, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: Awaited<ReturnType<RoomDirectory['find']>> = await directory.find('', after, limit);
    ids.push(...page.rooms.map(({ id }) => id));
    after = page.after;
    expect(REQUESTS['rooms:list'].input.safeParse({ after }).success).toBe(true);
    expect((after ?? '').length).toBeLessThan(300);
  }
  return ids;
}

it('[M4] whatever the rooms are called, each is on exactly one page', async () => {
  const title = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('ﷺ'.repeat(40), '㍿'.repeat(60), '👨‍👩‍👧‍👦'.repeat(60), 'x'.repeat(60), ''),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(title, { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (titles, limit) => {
        const { directory } = storeOf(titles.map(roomCalled));
        const ids = await pageThrough(directory, limit);
        expect([...ids].sort()).toEqual(titles.map((_, index) => `room-${index}`).sort());
      },
    ),
    { numRuns: 200 },
  );
});

it('[M4] a cursor that is not ours is answered all the same', async () => {
  const { directory } = storeOf(['a', 'b'].map(roomCalled));
  for (const after of ['?', '%%%', 'zzzz', '\u{10ffff}', 'x'.repeat(500)]) {
    expect((await directory.find('', after, 5)).rooms.length).toBeLessThanOrEqual(2);
  }
});

it('[M4] many who search at once share two reads, and cause none if nothing has changed', async () => {
  const { directory, reads } = storeOf(['Garden', 'Kitchen'].map(roomCalled));
  const search = () => directory.find('garden', '', 50);
  const found = await Promise.all(Array.from({ length: 200 }, search));
  expect(found.map(({ rooms }) => rooms.length)).toEqual(Array(200).fill(1));
  await search();
  expect(reads()).toBeLessThanOrEqual(2);
});

it('[M4] a room made before a search is found, even while another read is under way', async () => {
  const { directory, add } = storeOf([]);
  const early = directory.find('garden', '', 50);
  add(roomCalled('Garden', 1));
  expect((await directory.find('garden', '', 50)).rooms).toHaveLength(1);
  await early;
});

it('[M4] a store that does not answer fails those who wait for it, and nobody after them', async () => {
  let isAway = true;
  const rooms = [roomCalled('Garden', 1)];
  const listOpen = async () => {
    if (isAway) throw new Error('The store is away.');
    return { version: '1', rooms };
  };
  const directory = new RoomDirectory({ builtIn: [], listOpen });
  const asked = await Promise.allSettled([1, 2, 3].map(() => directory.find('', '', 5)));
  expect(asked.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  isAway = false;
  expect((await directory.find('', '', 5)).rooms).toEqual(rooms);
});

it('[F9] each room is folded once for all searches, and others run between two searches', async () => {
  let folds = 0;
  const rooms = Array.from({ length: 50 }, (_, index) => {
    const room = roomCalled(`Room ${index}`, index);
    return Object.defineProperty({ ...room }, 'topic', {
      get: () => {
        folds += 1;
        return '';
      },
    });
  });
  const { directory, add } = storeOf(rooms);
  await directory.find('', '', 50);
  add(roomCalled('One more', 99));
  let heard = 0;
  let isDone = false;
  const listen = () => {
    heard += 1;
    if (!isDone) setImmediate(listen);
  };
  listen();
  await Promise.all(Array.from({ length: 100 }, () => directory.find('nothing', '', 50)));
  isDone = true;
  expect(folds).toBe(50);
  expect(heard).toBeGreaterThanOrEqual(100);
});

it('[M4] built-in rooms are sorted once, however many search, if nobody has made a room', async () => {
  const builtIn = ['a', 'b'].map(roomCalled);
  const putInOrder = vi.spyOn(builtIn, 'map');
  const directory = new RoomDirectory({ builtIn, listOpen: async () => ({ version: '', rooms: [] }) });
  for (const search of ['', 'a', 'b']) await directory.find(search, '', 50);
  expect(putInOrder).toHaveBeenCalledTimes(1);
});
