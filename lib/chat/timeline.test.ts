import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amended } from './amendments';
import { countMessages, deletionId, type Entry, entryId, isMessage } from './entry';
import { reportOf } from './errors';
import type { CatchUp, Frame, Page } from './protocol';
import {
  emptyTimeline,
  isBeyond,
  positionOf,
  reduceTimeline,
  type Timeline,
  type TimelineEvent,
  topNumberOf,
  topOf,
} from './timeline';

const ROOM = 'lobby';
const EPOCH = 1_000;
const ME = 'me';

const entry = (id: string): Entry => ({
  kind: 'posted',
  id,
  author: { id: id.split(':')[0] ?? '', name: 'Somebody' },
  text: id,
  at: 0,
});

const frameOf = (
  log: readonly Entry[],
  from: number,
  count = Number.POSITIVE_INFINITY,
  epoch = EPOCH,
): Frame => ({
  room: ROOM,
  epoch,
  from,
  counted: countMessages(log.slice(0, from - 1)),
  entries: log.slice(from - 1, from - 1 + count),
});

const pageOf = (log: readonly Entry[], from: number, count?: number): Page => ({
  ...frameOf(log, from, count),
  hasOlder: from > 1,
});

const resetTo = (log: readonly Entry[], from: number): CatchUp => ({ kind: 'reset', ...pageOf(log, from) });

const play = (events: readonly TimelineEvent[], timeline: Timeline = emptyTimeline): Timeline =>
  events.reduce(reduceTimeline, timeline);

const ids = (timeline: Timeline) => timeline.entries.map(({ id }) => id);
const logOf = (length: number) => Array.from({ length }, (_, index) => entry(`other:${index + 1}`));

describe('frames', () => {
  const log = logOf(10);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log.slice(0, 5), 1) }]);

  it('[T1] the next entries follow, and what was seen before is dropped', () => {
    const after = play([{ type: 'received', frame: frameOf(log, 4, 4) }], start);
    expect(ids(after)).toEqual(log.slice(0, 7).map(({ id }) => id));
    expect(play([{ type: 'received', frame: frameOf(log, 1, 7) }], after)).toBe(after);
  });

  it('[T2] a frame that would leave a hole changes nothing and calls for a catch-up', () => {
    const frame = frameOf(log, 7);
    expect(isBeyond(start, frame)).toBe(true);
    expect(play([{ type: 'received', frame }], start)).toBe(start);
  });

  it('[T2] a frame of another history changes nothing and calls for a catch-up', () => {
    const frame = frameOf(log, 6, 1, EPOCH + 1);
    expect(isBeyond(start, frame)).toBe(true);
    expect(play([{ type: 'received', frame }], start)).toBe(start);
  });

  it('[T2] before the first catch-up every frame is beyond', () => {
    expect(isBeyond(emptyTimeline, frameOf(log, 1))).toBe(true);
    expect(positionOf(emptyTimeline)).toBeNull();
  });

  it('[T2] the first entry of a room that never had one follows without a catch-up', () => {
    const empty = play([
      { type: 'caughtUp', catchUp: { kind: 'reset', ...frameOf([], 1, 0, 0), hasOlder: false } },
    ]);
    const after = play([{ type: 'received', frame: frameOf(log, 1, 2) }], empty);
    expect(ids(after)).toEqual(['other:1', 'other:2']);
    expect(positionOf(after)).toEqual({ epoch: EPOCH, seq: 2 });
  });
});

describe('older pages', () => {
  const log = logOf(10);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log, 6) }]);

  it('[T3] an older page goes in front, as far as it is not there yet', () => {
    const after = play([{ type: 'olderRead', page: pageOf(log, 3, 5) }], start);
    expect(after).toMatchObject({ from: 3, hasOlder: true });
    expect(ids(after)).toEqual(log.slice(2).map(({ id }) => id));
  });

  it('[T3] a page that does not touch what is there changes nothing', () => {
    expect(play([{ type: 'olderRead', page: pageOf(log, 1, 3) }], start)).toBe(start);
  });
});

describe('own messages', () => {
  const log = logOf(3);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log, 1) }]);
  const id = entryId(ME, 'key-0001');
  const queued: TimelineEvent = { type: 'queued', id, key: 'key-0001', text: 'hello', at: 5 };
  const logged = [...log, entry(id)];

  it('[T4] an own message shows at once, and once its entry comes only that', () => {
    const pending = play([queued], start);
    expect(pending.pending).toMatchObject([{ id, text: 'hello', state: 'sending' }]);
    const shown = play([{ type: 'received', frame: frameOf(logged, 4) }], pending);
    expect(shown.pending).toEqual([]);
    expect(ids(shown).at(-1)).toBe(id);
  });

  it('[T4] whether the acknowledgement or the entry comes first makes no difference', () => {
    const acknowledged: TimelineEvent = { type: 'acknowledged', id, position: { epoch: EPOCH, seq: 4 } };
    const received: TimelineEvent = { type: 'received', frame: frameOf(logged, 4) };
    expect(play([queued, acknowledged, received], start)).toEqual(
      play([queued, received, acknowledged], start),
    );
  });

  it('[T4] an acknowledged message that a fresh page begins behind waits no longer', () => {
    const acknowledged: TimelineEvent = { type: 'acknowledged', id, position: { epoch: EPOCH, seq: 4 } };
    const later = [...logged, ...logOf(3)];
    expect(
      play([queued, acknowledged, { type: 'caughtUp', catchUp: resetTo(later, 6) }], start).pending,
    ).toEqual([]);
    expect(
      play([queued, { type: 'caughtUp', catchUp: resetTo(later, 6) }, acknowledged], start).pending,
    ).toEqual([]);
  });

  it('[T4] an own message that an older page shows waits no longer', () => {
    const later = [...logged, ...logOf(3)];
    const behind = play([{ type: 'caughtUp', catchUp: resetTo(later, 6) }, queued]);
    expect(behind.pending).toHaveLength(1);
    expect(play([{ type: 'olderRead', page: pageOf(later, 1, 5) }], behind).pending).toEqual([]);
  });

  it('[T8] what an earlier history acknowledged and the new one does not show is to be sent again', () => {
    const acknowledged: TimelineEvent = { type: 'acknowledged', id, position: { epoch: EPOCH, seq: 4 } };
    const rewind: TimelineEvent = {
      type: 'caughtUp',
      catchUp: { kind: 'rewind', to: 3, room: ROOM, epoch: EPOCH + 1, from: 4, counted: 3, entries: [] },
    };
    expect(play([queued, acknowledged, rewind], start).pending).toMatchObject([{ id, state: 'sending' }]);
    const page: CatchUp = { ...resetTo(log, 1), epoch: EPOCH + 1 };
    expect(play([queued, acknowledged, { type: 'caughtUp', catchUp: page }], start).pending).toMatchObject([
      { id, state: 'sending' },
    ]);
  });

  it('[T5] a refused message keeps its text until it is retried or discarded', () => {
    const refused = play([queued, { type: 'refused', id, error: reportOf('message_too_long') }], start);
    expect(refused.pending).toMatchObject([
      { text: 'hello', state: 'refused', error: { code: 'message_too_long' } },
    ]);
    expect(play([{ type: 'retried', id }], refused).pending).toMatchObject([
      { text: 'hello', state: 'sending' },
    ]);
    expect(play([{ type: 'discarded', id }], refused).pending).toEqual([]);
  });
});

const authorOf = (of: Entry) => (of.kind === 'posted' ? of.author : of.by);

const deletionOf = (target: Entry): Entry => ({
  kind: 'deleted',
  id: deletionId(target.id),
  target: { id: target.id, author: authorOf(target), at: target.at },
  by: authorOf(target),
  at: 0,
});

describe('deletions', () => {
  const log = logOf(4);
  const [, second] = log as [Entry, Entry];
  const deleted = [...log, deletionOf(second)];
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log, 2) }]);
  const tombstone = { kind: 'posted', id: second.id, author: authorOf(second), at: 0, isDeleted: true };

  it('[T9] a deletion leaves a tombstone without the text, in its place', () => {
    const after = play([{ type: 'received', frame: frameOf(deleted, 5) }], start);
    expect(after.entries[0]).toEqual(tombstone);
    expect(topOf(after)).toBe(5);
    expect(topNumberOf(after)).toBe(4);
  });

  it('[T9] a page that was read before the deletion does not bring the text back', () => {
    const later = play([{ type: 'caughtUp', catchUp: resetTo(deleted, 4) }]);
    const after = play([{ type: 'olderRead', page: pageOf(log, 1, 3) }], later);
    expect(after.entries[1]).toEqual(tombstone);
  });

  it('[T9] a deletion of what is not shown changes nothing that is', () => {
    const later = play([{ type: 'caughtUp', catchUp: resetTo(log, 4) }]);
    const after = play([{ type: 'received', frame: frameOf(deleted, 5) }], later);
    expect(after.entries).toEqual([log[3], deleted[4]]);
  });

  it('[T9] a deletion that the store has lost for good leaves the message to be read again', () => {
    const after = play([{ type: 'received', frame: frameOf(deleted, 5) }], start);
    const rewind: CatchUp = { kind: 'rewind', to: 4, ...frameOf(log, 5, 0, EPOCH + 1) };
    const back = play([{ type: 'caughtUp', catchUp: rewind }], after);
    expect(back).toMatchObject({ from: 3, counted: 2, hasOlder: true });
    const page = { ...pageOf(log, 1, 2), epoch: EPOCH + 1 };
    expect(play([{ type: 'olderRead', page }], back).entries).toEqual(log);
  });

  it('[T9] one that was put back leaves the tombstone where it is', () => {
    const after = play([{ type: 'received', frame: frameOf(deleted, 5) }], start);
    const rewind: CatchUp = { kind: 'rewind', to: 4, ...frameOf(deleted, 5, 1, EPOCH + 1) };
    expect(play([{ type: 'caughtUp', catchUp: rewind }], after)).toEqual({ ...after, epoch: EPOCH + 1 });
  });
});

describe('rewinds', () => {
  const log = logOf(10);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log, 3) }]);
  const rewind = (to: number, entries: readonly Entry[]): TimelineEvent => ({
    type: 'caughtUp',
    catchUp: { kind: 'rewind', to, room: ROOM, epoch: EPOCH + 1, from: to + 1, counted: to, entries },
  });

  it('[T7] what lies behind the fork goes, and what follows takes its place', () => {
    const after = play([rewind(7, [entry('new:8'), entry('other:8')])], start);
    expect(ids(after)).toEqual([...log.slice(2, 7).map(({ id }) => id), 'new:8', 'other:8']);
    expect(positionOf(after)).toEqual({ epoch: EPOCH + 1, seq: 9 });
  });

  it('[T7] a fork before everything that is shown leaves nothing of it', () => {
    const after = play([rewind(1, [entry('new:2')])], start);
    expect(ids(after)).toEqual(['new:2']);
    expect(after).toMatchObject({ from: 2, hasOlder: true });
  });

  it('[T7] what was noticed behind the fork stays the last that is read', () => {
    const notice = { kind: 'left', id: 'n', at: 1, name: 'Ben' } as const;
    const noticed = play([{ type: 'noticed', notice }], start);
    const after = play([rewind(7, [entry('new:8'), entry('other:8')])], noticed);
    expect(after.notices).toMatchObject([{ id: 'n', after: 9 }]);
    const page: CatchUp = { ...resetTo(log, 1), epoch: EPOCH + 1 };
    expect(play([{ type: 'caughtUp', catchUp: page }], noticed).notices).toMatchObject([
      { id: 'n', after: 10 },
    ]);
  });

  it('[T7] a fork at the top changes the epoch and nothing else', () => {
    expect(play([rewind(10, [])], start)).toEqual({ ...start, epoch: EPOCH + 1 });
  });
});

describe('any interleaving', () => {
  const LOG_LENGTH = 40;
  /** Every third entry is an own message, and every seventh deletes the one three before it. */
  const log: Entry[] = [];
  for (let seq = 1; seq <= LOG_LENGTH; seq++) {
    const target = seq % 7 === 0 ? log[seq - 4] : undefined;
    if (target?.kind === 'posted') log.push(deletionOf(target));
    else log.push(entry(seq % 3 === 0 ? entryId(ME, `key-${seq}`) : `other:${seq}`));
  }
  const ownSeqs = log.flatMap((of, index) => (isMessage(of) && of.author.id === ME ? [index + 1] : []));

  /** A part of the log as it was once `asOf` entries were in it. */
  const partOf = (of: readonly Entry[], from: number, count: number, asOf = 0): Frame => {
    const known = of.slice(0, Math.max(asOf, from - 1 + count));
    return { ...frameOf(amended(known, known), from, count), counted: countMessages(of.slice(0, from - 1)) };
  };
  const pageIn = (...part: Parameters<typeof partOf>): Page => ({
    ...partOf(...part),
    hasOlder: part[1] > 1,
  });

  const seq = fc.integer({ min: 1, max: LOG_LENGTH });
  const count = fc.integer({ min: 0, max: 12 });
  const arbitraryEvent = fc.oneof(
    fc
      .tuple(seq, count)
      .map(([from, length]) => ({ type: 'received', frame: partOf(log, from, length) }) as const),
    fc
      .tuple(seq, count, seq)
      .map(([from, length, asOf]) => ({ type: 'olderRead', page: pageIn(log, from, length, asOf) }) as const),
    fc.tuple(seq, seq).map(([from, top]) => {
      const page = pageIn(log, from, Math.max(from, top) + 1 - from);
      return { type: 'caughtUp', catchUp: { kind: 'reset', ...page } } as const;
    }),
    fc.tuple(seq, count, seq).map(([from, length, asOf]) => {
      const frame = partOf(log, from, length, asOf);
      return { type: 'caughtUp', catchUp: { kind: 'delta', ...frame } } as const;
    }),
    fc.tuple(seq, count, seq).map(([to, length, asOf]) => {
      const frame = partOf(log, to + 1, length, asOf);
      return { type: 'caughtUp', catchUp: { kind: 'rewind', to, ...frame } } as const;
    }),
    fc.constantFrom(...ownSeqs).map((own) => {
      const { id } = log[own - 1] as Entry;
      return { type: 'queued', id, key: `key-${own}`, text: id, at: 0 } as const;
    }),
    fc.constantFrom(...ownSeqs).map((own) => {
      const { id } = log[own - 1] as Entry;
      return { type: 'acknowledged', id, position: { epoch: EPOCH, seq: own } } as const;
    }),
  );

  const catchUpOf = (timeline: Timeline): CatchUp =>
    timeline.epoch === EPOCH
      ? { kind: 'delta', ...partOf(log, topOf(timeline) + 1, LOG_LENGTH - topOf(timeline)) }
      : { kind: 'reset', ...pageIn(log, 1, LOG_LENGTH) };

  /** Scrolls up to the beginning. */
  const readAll = (timeline: Timeline, of: readonly Entry[]): Timeline => {
    const page = pageIn(of, 1, timeline.from - 1, of.length);
    return play([{ type: 'olderRead', page: { ...page, epoch: timeline.epoch ?? 0 } }], timeline);
  };

  it('[T6] of frames, repeats, pages, resets and own messages shows a part of the log: in order, without a hole, each once', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 60 }), (events) => {
        const timeline = play(events);
        const [before, shown] = [log.slice(0, timeline.from - 1), log.slice(0, topOf(timeline))];
        expect(ids(timeline)).toEqual(shown.slice(before.length).map(({ id }) => id));
        expect(timeline.counted).toBe(countMessages(before));
        expect(topNumberOf(timeline)).toBe(countMessages(shown));
        // What a deletion that is shown is about is not, whenever it was read.
        expect(amended(timeline.entries, timeline.entries)).toEqual(timeline.entries);
      }),
    );
  });

  it('[T6] followed by a catch-up ends in what a fresh load shows, with nothing acknowledged left pending', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 60 }), (events) => {
        const before = play(events);
        const acknowledgements = ownSeqs.map(
          (own) =>
            ({
              type: 'acknowledged',
              id: (log[own - 1] as Entry).id,
              position: { epoch: EPOCH, seq: own },
            }) as const,
        );
        const after = play([{ type: 'caughtUp', catchUp: catchUpOf(before) }, ...acknowledgements], before);
        const whole = readAll(after, log);
        expect(whole).toMatchObject({ counted: 0, pending: [] });
        expect(whole.entries).toEqual(amended(log, log));
      }),
    );
  });

  it('[T6] followed by a loss, deletions in it, ends in what a fresh load of the new history shows', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 30 }), seq, count, (events, fork, putBack) => {
        const whole = play(events);
        const before = play([{ type: 'caughtUp', catchUp: catchUpOf(whole) }], whole);
        // Some of what was lost is put back, deletions among it or not.
        const other = [...log.slice(0, fork), entry('new:1'), ...log.slice(fork + 3, fork + 3 + putBack)];
        const part = partOf(other, fork + 1, other.length - fork);
        const rewind: CatchUp = { kind: 'rewind', to: fork, ...part, epoch: EPOCH + 1 };
        const shown = readAll(play([{ type: 'caughtUp', catchUp: rewind }], before), other);
        expect(shown.entries).toEqual(amended(other, other));
        expect(topNumberOf(shown)).toBe(countMessages(other));
      }),
    );
  });
});
