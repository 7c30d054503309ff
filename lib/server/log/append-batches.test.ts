import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppendBatches, type Batch } from './append-batches';
import { BEAT_MS } from './load-window';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(
  answer: (batch: Batch<string>) => readonly string[] = (batch) => batch.map((item) => `${item}!`),
) {
  const written: (readonly string[])[] = [];
  const batches = new AppendBatches(async (batch: Batch<string>) => {
    written.push(batch);
    return answer(batch);
  });
  return { written, batches };
}

/** Makes so much load that entries wait for a beat, which has just been. */
async function load({ batches, written }: ReturnType<typeof setUp>): Promise<void> {
  for (let count = 0; count < 300; count++) {
    batches.add('load', 'before').catch(() => {});
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(BEAT_MS + 1 - (Date.now() % BEAT_MS));
  written.length = 0;
}

it('[L18] with little to append, each entry goes at once', async () => {
  const { written, batches } = setUp();
  for (const item of ['a', 'b', 'c']) {
    expect(await batches.add('lobby', item)).toBe(`${item}!`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(written).toEqual([['a'], ['b'], ['c']]);
});

it('[L18] with much to append, entries of one room wait and go together, in order, each with its own answer', async () => {
  const made = setUp();
  await load(made);
  const { written, batches } = made;
  const answers = Promise.all([
    batches.add('lobby', 'a'),
    batches.add('other', 'b'),
    batches.add('lobby', 'c'),
    batches.add('lobby', 'd'),
  ]);
  await vi.advanceTimersByTimeAsync(BEAT_MS - 2);
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(written).toEqual([['a', 'c', 'd'], ['b']]);
  expect(await answers).toEqual(['a!', 'b!', 'c!', 'd!']);
});

it('[L18] once 32 entries wait, they go at once, and the next ones start to wait anew', async () => {
  const made = setUp();
  await load(made);
  const { written, batches } = made;
  for (let count = 0; count < 33; count++) void batches.add('lobby', 'one');
  await vi.advanceTimersByTimeAsync(0);
  expect(written.map(({ length }) => length)).toEqual([32]);
  await vi.advanceTimersByTimeAsync(BEAT_MS);
  expect(written.map(({ length }) => length)).toEqual([32, 1]);
});

it('[L18] a refusal reaches every entry of its batch, and none of another room or later', async () => {
  const made = setUp((batch) => {
    if (batch[0] === 'refused') throw new Error('The store is away.');
    return batch;
  });
  await load(made);
  const { batches } = made;
  const asked = Promise.allSettled([
    batches.add('lobby', 'refused'),
    batches.add('lobby', 'a'),
    batches.add('other', 'b'),
  ]);
  await vi.advanceTimersByTimeAsync(BEAT_MS);
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  const after = batches.add('lobby', 'c');
  await vi.advanceTimersByTimeAsync(BEAT_MS);
  expect(await after).toBe('c');
});

it('a wrong number of answers is an error for the whole batch', async () => {
  const { batches } = setUp(() => []);
  await expect(batches.add('lobby', 'a')).rejects.toThrow('0 answers for 1');
});
