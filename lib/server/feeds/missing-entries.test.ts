import { expect, it } from 'vitest';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { missingEntriesOf } from './missing-entries';
import { RecentEntries } from './recent-entries';

const LIMITS = { deltaMax: 500, pageSize: 50 };

/** A room with this many messages of this many characters. */
function held(messages: number, characters: number, epoch = 1) {
  const recent = new RecentEntries({ keep: 1_000 });
  const text = 'x'.repeat(characters);
  const entries = Array.from(
    { length: messages },
    (_, index) => new LoggedEntry(`{"kind":"posted","id":"${index}","text":"${text}"}`),
  );
  recent.replace({ epoch, from: 1, counted: 0, entries });
  return { recent, forks: [{ epoch, after: 0, counted: 0 }], bottom: 1 };
}

const sizeOf = (entries: readonly LoggedEntry[]) =>
  entries.reduce((size, { stored }) => size + stored.length, 0);

it('[R8] a client that comes back gets what followed, if it fits into one answer', () => {
  const missing = missingEntriesOf(held(400, 100), { epoch: 1, seq: 100 }, LIMITS);
  expect(missing).toMatchObject({ kind: 'delta', from: 101, counted: 100 });
  expect(missing.entries).toHaveLength(300);
});

it('[R8] an answer of very long messages is cut, and says that there are older ones', () => {
  for (const position of [null, { epoch: 1, seq: 100 }]) {
    const missing = missingEntriesOf(held(400, 4_000), position, LIMITS);
    expect(missing).toMatchObject({ kind: 'reset', hasOlder: true });
    expect(missing.entries.length).toBeGreaterThan(10);
    expect(sizeOf(missing.entries)).toBeLessThan(128 * 1024);
    expect(missing.from + missing.entries.length).toBe(401);
    expect(missing.counted).toBe(missing.from - 1);
  }
});

it('[R8] a single message goes out, however long it is', () => {
  expect(missingEntriesOf(held(2, 200_000), null, LIMITS)).toMatchObject({
    kind: 'reset',
    from: 2,
    hasOlder: true,
  });
});

it('[E2] a position of a history that this one did not come from counts for nothing: all is sent, or the newest page', () => {
  for (const epoch of [0.5, 1.5]) {
    const lost = { epoch, seq: 5 };
    const forks = [
      { epoch: 1, after: 0, counted: 0 },
      { epoch: 2, after: 5, counted: 5 },
    ];
    const short = { ...held(10, 100, 2), forks };
    expect(missingEntriesOf(short, { epoch: 1, seq: 7 }, LIMITS)).toMatchObject({ kind: 'rewind', to: 5 });
    const missing = missingEntriesOf(short, lost, LIMITS);
    expect(missing).toMatchObject({ kind: 'rewind', to: 0, from: 1 });
    expect(missing.entries).toHaveLength(10);
    const long = missingEntriesOf({ ...held(600, 10, 2), forks }, lost, LIMITS);
    expect(long).toMatchObject({ kind: 'reset', from: 551, hasOlder: true });
  }
});
