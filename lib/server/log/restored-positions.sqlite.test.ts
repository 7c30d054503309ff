import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Position } from '@/lib/chat/entry';
import { agreedUpTo } from '@/lib/server/feeds/forks';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { createSqliteRoomLog } from './room-log.sqlite';

const files = new SqliteFiles();
const ROOM = 'lobby';

interface Seen extends Position {
  readonly entries: readonly string[];
}

/** A file, opened by one start of a node after another, and every position that a page may have. */
class File {
  readonly #file = files.make();
  readonly #copies: Buffer[] = [];
  readonly seen: Seen[] = [];
  #now = 1_000;
  #said = 0;
  #log = this.#open();

  #open() {
    this.#now += 1;
    const now = this.#now;
    return createSqliteRoomLog({ database: this.#file.database, historyLimit: 1_000, now: () => now });
  }

  async say(): Promise<void> {
    this.#said += 1;
    await this.#log.append(ROOM, String(this.#said), `"${this.#said}"`);
  }

  async look() {
    const place = await this.#log.top(ROOM);
    const { entries } = await this.#log.after(ROOM, 0, 1_000);
    this.seen.push({ epoch: place.epoch, seq: place.seq, entries });
    return { entries, place };
  }

  /** @param copy which copy the file is replaced with, if there are so many */
  start(copy?: number): void {
    this.#file.close();
    const { path } = this.#file;
    const restored = copy === undefined ? undefined : this.#copies[copy % this.#copies.length];
    this.#copies.push(readFileSync(path));
    if (restored !== undefined) writeFileSync(path, restored);
    this.#log = this.#open();
  }

  close(): void {
    this.#file.close();
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'say' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'start' as const }) },
  // More than are remembered while nothing is said.
  { weight: 1, arbitrary: fc.constant({ kind: 'starts' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), copy: fc.nat(20) }) },
);

it('[E2] whatever copies of its file a node starts with, a page keeps nothing that the room does not have in the same place', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
      const file = new File();
      for (const one of steps) {
        if (one.kind === 'say') await file.say();
        else if (one.kind === 'starts') for (let times = 0; times < 12; times++) file.start();
        else file.start(one.kind === 'restore' ? one.copy : undefined);
        const { entries, place } = await file.look();
        for (const before of file.seen) {
          const kept = Math.min(before.seq, agreedUpTo(place, before.epoch));
          expect(before.entries.slice(0, kept)).toEqual(entries.slice(0, kept));
        }
      }
      file.close();
    }),
    { numRuns: Number(process.env.FEED_RUNS ?? 30) },
  );
}, 240_000);

it('[E2] without a restored copy, a page keeps all that it has over ten starts in which nothing is said', async () => {
  const file = new File();
  await file.say();
  for (let times = 0; times < 10; times++) {
    file.start();
    const { place } = await file.look();
    for (const { epoch, seq } of file.seen) expect(agreedUpTo(place, epoch)).toBeGreaterThanOrEqual(seq);
  }
  file.close();
});
