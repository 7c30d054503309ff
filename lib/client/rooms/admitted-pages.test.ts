import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import type { AdmittedMember } from '@/lib/chat/events/admitted';
import { AdmittedPages, type AdmittedSoFar } from './admitted-pages';

const PAGE = 100;

/** A room of `count` members, of whom a node returns a hundred at a time, and at most `burst` pages in a row. */
function place(count: number, burst = Number.POSITIVE_INFINITY) {
  const room: AdmittedMember[] = Array.from({ length: count }, (_, index) => ({
    id: `member-${index}`,
    name: `Name ${String(index).padStart(5, '0')}`,
    isHere: false,
  }));
  const asked: string[] = [];
  const waits: number[] = [];
  const state = { known: undefined as AdmittedSoFar | undefined, left: burst };
  const pages = new AdmittedPages({
    read: async (after) => {
      if (state.left === 0) return { ok: false, error: reportOf('rate_limited', { retryAfterMs: 2_500 }) };
      state.left -= 1;
      asked.push(after);
      const from = Number(after);
      const isLast = from + PAGE >= room.length;
      const members = room.slice(from, from + PAGE);
      const next = isLast ? {} : { after: String(from + PAGE) };
      return { ok: true, data: { count: room.length, members, ...next } };
    },
    changed: (known) => {
      state.known = known;
    },
    after: (ms, run) => {
      waits.push(ms);
      if (ms === 2_500) state.left = 1;
      queueMicrotask(run);
      return () => {};
    },
  });
  const readAll = async () => {
    await pages.refresh();
    while (state.known?.after !== undefined) await pages.readMore();
  };
  return { pages, room, asked, waits, state, readAll };
}

describe('those who may enter a room', () => {
  it('[M15] are read on from where the last page ended, each page once', async () => {
    const { asked, state, readAll } = place(1_250);
    await readAll();
    expect(asked).toEqual(['', ...Array.from({ length: 12 }, (_, index) => String((index + 1) * PAGE))]);
    expect(new Set(state.known?.members.map(({ id }) => id)).size).toBe(1_250);
  });

  it('[M15] are read to the last, however often a node makes the page wait', async () => {
    const { state, waits, readAll } = place(1_250, 3);
    await readAll();
    expect(state.known?.members).toHaveLength(1_250);
    expect(waits).toContain(2_500);
  });

  it('[M15] are read again a page at a time, with pauses, as far as they were known', async () => {
    const { pages, room, asked, waits, state, readAll } = place(350);
    await readAll();
    room.splice(120, 1);
    asked.length = 0;
    const refreshed = pages.refresh();
    expect(state.known?.members).toHaveLength(350);
    await refreshed;
    expect(asked).toEqual(['', '100', '200', '300']);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
    expect(state.known?.members.map(({ id }) => id)).toEqual(room.map(({ id }) => id));
  });

  it('[M15] can be read further while they are read again', async () => {
    const { pages, state } = place(450);
    await pages.refresh();
    await pages.readMore();
    await Promise.all([pages.refresh(), pages.readMore()]);
    expect(state.known?.members.length).toBeGreaterThanOrEqual(300);
    expect(state.known?.after).toBe(String(state.known?.members.length));
  });

  it('[M15] are no longer shown once another room is', async () => {
    const { pages, state } = place(50);
    const refreshed = pages.refresh();
    pages.close();
    await refreshed;
    expect(state.known).toBeUndefined();
  });
});
