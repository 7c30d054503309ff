import { expect, it } from 'vitest';
import { type NameWish, NameWishes } from './name-wishes';

/** Waits until everybody has heard of what was resolved. */
const settle = () => new Promise(setImmediate);

/** Names of which some are free, and who asked again, in order. */
function setUp() {
  const free = new Set<string>();
  const asked: string[] = [];
  const wishes = new NameWishes({ free: async (names) => names.filter((name) => free.has(name)) });
  const wish = (memberId: string, taken?: string): NameWish => ({
    taken,
    askAgain: async () => {
      asked.push(memberId);
      if (taken !== undefined) wishes.drop(memberId);
      else wishes.put(memberId, wish(memberId));
      // Anybody who asks for it after this finds it taken.
      if (taken !== undefined) free.delete(taken);
    },
  });
  const round = async () => {
    asked.length = 0;
    wishes.grant();
    await settle();
    return [...asked];
  };
  return { free, wishes, wish, round };
}

it('[N11] a wish that cannot be granted is asked for once a round, and keeps its turn', async () => {
  const { wishes, wish, round } = setUp();
  for (const memberId of ['one', 'two']) wishes.put(memberId, wish(memberId));
  for (let times = 0; times < 3; times++) expect(await round()).toEqual(['one', 'two']);
  wishes.drop('one');
  expect(await round()).toEqual(['two']);
});

it('[N11] a taken name is asked for once it is free, in the order of the wishes', async () => {
  const { free, wishes, wish, round } = setUp();
  wishes.put('one', wish('one', 'Ada'));
  wishes.put('two', wish('two', 'Ben'));
  expect(await round()).toEqual([]);
  free.add('Ben');
  expect(await round()).toEqual(['two']);
  free.add('Ada');
  expect(await round()).toEqual(['one']);
  expect(await round()).toEqual([]);
});

it('[N11] a client that changes its mind before its turn is not asked for', async () => {
  const { free, wishes, wish, round } = setUp();
  free.add('Ada').add('Ben');
  wishes.put('two', wish('two', 'Ben'));
  wishes.put('one', { ...wish('one', 'Ada'), askAgain: async () => wishes.drop('two') });
  wishes.put('two', wish('two', 'Ben'));
  wishes.put('three', wish('three', 'Ben'));
  wishes.drop('two');
  expect(await round()).toEqual(['three']);
});
