import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RedisCommands } from './asking.redis';
import { WriteTurns } from './write-turns.redis';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const did: string[] = [];
  const stream = { cork: () => void did.push('hold'), uncork: () => void did.push('write') };
  const turns = new WriteTurns();
  const ask = async (name: string) => {
    await turns.turn({ stream } as unknown as RedisCommands);
    did.push(name);
  };
  return { did, ask };
}

it('[L18] with little to append, each goes at once', async () => {
  const { did, ask } = setUp();
  for (const name of ['a', 'b', 'c']) {
    void ask(name);
    await vi.advanceTimersByTimeAsync(0);
    expect(did.at(-1)).toBe(name);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(did).toEqual(['a', 'b', 'c']);
});

/** So much to append that what comes waits. */
async function load(ask: (name: string) => Promise<void>): Promise<void> {
  for (let count = 0; count < 300; count++) {
    void ask('before');
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(20);
}

it('[L18] with much, they wait for each other and go in one write, in order', async () => {
  const { did, ask } = setUp();
  await load(ask);
  did.length = 0;
  for (const name of ['a', 'b', 'c']) void ask(name);
  await vi.advanceTimersByTimeAsync(10);
  expect(did).toEqual([]);
  await vi.advanceTimersByTimeAsync(11);
  expect(did).toEqual(['hold', 'a', 'b', 'c', 'write']);
});

it('[L18] when 32 wait, they wait no longer, and who comes then begins to wait anew', async () => {
  const { did, ask } = setUp();
  await load(ask);
  did.length = 0;
  for (let count = 0; count < 33; count++) void ask('one');
  await vi.advanceTimersByTimeAsync(0);
  expect(did.filter((what) => what === 'one')).toHaveLength(32);
  await vi.advanceTimersByTimeAsync(21);
  expect(did.filter((what) => what === 'one')).toHaveLength(33);
});
