import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, entryId } from './entry';
import { reportOf } from './errors';
import type { CatchUp, Frame, Page } from './protocol';
import {
  emptyTimeline,
  isBeyond,
  positionOf,
  reduceTimeline,
  type Timeline,
  type TimelineEvent,
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
      catchUp: { kind: 'rewind', to: 3, room: ROOM, epoch: EPOCH + 1, from: 4, entries: [] },
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

describe('rewinds', () => {
  const log = logOf(10);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log, 3) }]);
  const rewind = (to: number, entries: readonly Entry[]): TimelineEvent => ({
    type: 'caughtUp',
    catchUp: { kind: 'rewind', to, room: ROOM, epoch: EPOCH + 1, from: to + 1, entries },
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
  const foreign = (seq: number) => entry(`other:${seq}`);
  /** Every third entry is an own message. */
  const log = Array.from({ length: LOG_LENGTH }, (_, index) =>
    (index + 1) % 3 === 0 ? entry(entryId(ME, `key-${index + 1}`)) : foreign(index + 1),
  );
  const ownSeqs = log.flatMap(({ author }, index) => (author.id === ME ? [index + 1] : []));

  const seq = fc.integer({ min: 1, max: LOG_LENGTH });
  const count = fc.integer({ min: 0, max: 12 });
  const arbitraryEvent = fc.oneof(
    fc
      .tuple(seq, count)
      .map(([from, length]) => ({ type: 'received', frame: frameOf(log, from, length) }) as const),
    fc
      .tuple(seq, count)
      .map(([from, length]) => ({ type: 'olderRead', page: pageOf(log, from, length) }) as const),
    fc
      .tuple(seq, seq)
      .map(
        ([from, top]) =>
          ({ type: 'caughtUp', catchUp: resetTo(log.slice(0, Math.max(from, top)), from) }) as const,
      ),
    fc
      .tuple(seq, count)
      .map(
        ([from, length]) =>
          ({ type: 'caughtUp', catchUp: { kind: 'delta', ...frameOf(log, from, length) } }) as const,
      ),
    fc.tuple(seq, count).map(([to, length]) => {
      const frame = frameOf(log, to + 1, length);
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

  it('[T6] of frames, repeats, pages, resets and own messages shows a part of the log: in order, without a hole, each once', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 60 }), (events) => {
        const timeline = play(events);
        expect(ids(timeline)).toEqual(log.slice(timeline.from - 1, topOf(timeline)).map(({ id }) => id));
      }),
    );
  });

  it('[T6] followed by a catch-up ends in what a fresh load shows, with nothing acknowledged left pending', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 60 }), (events) => {
        const before = play(events);
        const from = topOf(before) + 1;
        const isKnown = before.epoch === EPOCH;
        const catchUp: CatchUp = isKnown ? { kind: 'delta', ...frameOf(log, from) } : resetTo(log, 1);
        const acknowledgements = ownSeqs.map(
          (own) =>
            ({
              type: 'acknowledged',
              id: (log[own - 1] as Entry).id,
              position: { epoch: EPOCH, seq: own },
            }) as const,
        );
        const whole = play([{ type: 'caughtUp', catchUp }, ...acknowledgements], before);
        const older = play([{ type: 'olderRead', page: pageOf(log, 1, whole.from - 1) }], whole);
        expect(ids(older)).toEqual(log.map(({ id }) => id));
        expect(older.pending).toEqual([]);
      }),
    );
  });
});
