import { describe, expect, it } from 'vitest';
import { type Entry, entryId } from '@/lib/chat/entry';
import { reportOf } from '@/lib/chat/errors';
import type { CatchUp } from '@/lib/chat/frame';
import { emptyTimeline, isBeyond, positionOf, type TimelineEvent, topNumberOf, topOf } from './timeline';
import {
  authorOf,
  deletionOf,
  EPOCH,
  entry,
  frameOf,
  ids,
  logOf,
  ME,
  pageOf,
  play,
  ROOM,
  resetTo,
} from './timeline-for-tests';

describe('frames', () => {
  const log = logOf(10);
  const start = play([{ type: 'caughtUp', catchUp: resetTo(log.slice(0, 5), 1) }]);

  it('[T1] the next entries are appended, and known ones are dropped', () => {
    const after = play([{ type: 'received', frame: frameOf(log, 4, 4) }], start);
    expect(ids(after)).toEqual(log.slice(0, 7).map(({ id }) => id));
    expect(play([{ type: 'received', frame: frameOf(log, 1, 7) }], after)).toBe(after);
  });

  it('[T2] a frame that would leave a gap changes nothing and calls for a catch-up', () => {
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

  it('[T2] the first entry of a room that never had one is appended without a catch-up', () => {
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

  it('[T3] an older page goes in front, except what is there already', () => {
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
  const queued: TimelineEvent = { type: 'queued', message: { id, key: 'key-0001', text: 'hello', at: 5 } };
  const logged = [...log, entry(id)];

  it('[T4] an own message shows at once, and is replaced by its entry', () => {
    const pending = play([queued], start);
    expect(pending.pending).toMatchObject([{ id, text: 'hello', state: 'sending' }]);
    const shown = play([{ type: 'received', frame: frameOf(logged, 4) }], pending);
    expect(shown.pending).toEqual([]);
    expect(ids(shown).at(-1)).toBe(id);
  });

  it('[T4] it makes no difference whether the acknowledgement or the entry comes first', () => {
    const acknowledged: TimelineEvent = { type: 'acknowledged', id, position: { epoch: EPOCH, seq: 4 } };
    const received: TimelineEvent = { type: 'received', frame: frameOf(logged, 4) };
    expect(play([queued, acknowledged, received], start)).toEqual(
      play([queued, received, acknowledged], start),
    );
  });

  it('[T4] an acknowledged message from before the beginning of a fresh page no longer waits', () => {
    const acknowledged: TimelineEvent = { type: 'acknowledged', id, position: { epoch: EPOCH, seq: 4 } };
    const later = [...logged, ...logOf(3)];
    expect(
      play([queued, acknowledged, { type: 'caughtUp', catchUp: resetTo(later, 6) }], start).pending,
    ).toEqual([]);
    expect(
      play([queued, { type: 'caughtUp', catchUp: resetTo(later, 6) }, acknowledged], start).pending,
    ).toEqual([]);
  });

  it('[T4] an own message that an older page contains no longer waits', () => {
    const later = [...logged, ...logOf(3)];
    const behind = play([{ type: 'caughtUp', catchUp: resetTo(later, 6) }, queued]);
    expect(behind.pending).toHaveLength(1);
    expect(play([{ type: 'olderRead', page: pageOf(later, 1, 5) }], behind).pending).toEqual([]);
  });

  it('[T8] a message that an earlier history acknowledged and the new one does not contain is to be sent again', () => {
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

  it('[T9] a page read before the deletion does not bring the text back', () => {
    const later = play([{ type: 'caughtUp', catchUp: resetTo(deleted, 4) }]);
    const after = play([{ type: 'olderRead', page: pageOf(log, 1, 3) }], later);
    expect(after.entries[1]).toEqual(tombstone);
  });

  it('[T9] a deletion of a message that is not shown changes nothing', () => {
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

  it('[T9] a deletion that was put back leaves the tombstone where it is', () => {
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

  it('[T7] what follows the fork is replaced by the new history', () => {
    const after = play([rewind(7, [entry('new:8'), entry('other:8')])], start);
    expect(ids(after)).toEqual([...log.slice(2, 7).map(({ id }) => id), 'new:8', 'other:8']);
    expect(positionOf(after)).toEqual({ epoch: EPOCH + 1, seq: 9 });
  });

  it('[T7] a fork before everything that is shown leaves nothing of it', () => {
    const after = play([rewind(1, [entry('new:2')])], start);
    expect(ids(after)).toEqual(['new:2']);
    expect(after).toMatchObject({ from: 2, hasOlder: true });
  });

  it('[T7] a notice from after the fork stays the last one', () => {
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
