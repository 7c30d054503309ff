import { expect, it } from 'vitest';
import type { RoomLog, Slice } from './room-log';
import { sharingReads } from './sharing-reads';

const never = async () => Promise.reject(new Error('not asked for'));
const slice: Slice = { epoch: 1, from: 1, counted: 0, entries: ['"a"'], top: 1, bottom: 1 };

function countingLog(before: () => Promise<Slice>) {
  const log: RoomLog = {
    append: never,
    putBack: never,
    after: never,
    find: never,
    top: never,
    follow: never,
    before,
  };
  return sharingReads(log);
}

it('[R5] a thousand clients that ask for the same page at once cost one read', async () => {
  let reads = 0;
  const log = countingLog(async () => {
    reads += 1;
    return slice;
  });
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => log.before('lobby', 50, 50)));
  expect(reads).toBe(1);
  expect(answers.every((answer) => answer === slice)).toBe(true);
  await Promise.all([log.before('lobby', 50, 50), log.before('lobby', 49, 50), log.before('other', 50, 50)]);
  expect(reads).toBe(4);
});

it('[R5] a failed read fails for all who shared it, and the next caller tries again', async () => {
  let reads = 0;
  const log = countingLog(async () => {
    reads += 1;
    if (reads === 1) throw new Error('away');
    return slice;
  });
  const asked = await Promise.allSettled([log.before('lobby', 9, 9), log.before('lobby', 9, 9)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await log.before('lobby', 9, 9)).toBe(slice);
});
