import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countMessages, type Entry, entryId, isMessage } from '@/lib/chat/entry';
import { reportOf } from '@/lib/chat/errors';
import type { CatchUp, Frame, Page } from '@/lib/chat/frame';
import { amended } from './amendments';
import { type Timeline, topNumberOf, topOf } from './timeline';
import { deletionOf, EPOCH, entry, frameOf, ids, ME, play } from './timeline-for-tests';

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

  /** A part of the log as it was when it had `asOf` entries. */
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
      return { type: 'queued', message: { id, key: `key-${own}`, text: id, at: 0 } } as const;
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

  it('[T6] of frames, repeats, pages, resets and own messages shows a part of the log: in order, without a gap, each entry once', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 60 }), (events) => {
        const timeline = play(events);
        const [before, shown] = [log.slice(0, timeline.from - 1), log.slice(0, topOf(timeline))];
        expect(ids(timeline)).toEqual(shown.slice(before.length).map(({ id }) => id));
        expect(timeline.counted).toBe(countMessages(before));
        expect(topNumberOf(timeline)).toBe(countMessages(shown));
        // The target of a visible deletion is not visible, whenever it was read.
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

  it('[T6] of two histories, whatever arrives late from the first, ends in what a fresh load of the second shows', () => {
    const fork = 17;
    const other = [...log.slice(0, fork), entry('new:1'), ...log.slice(fork + 5)];
    const ofOther = (from: number, length: number) => ({ ...partOf(other, from, length), epoch: EPOCH + 1 });
    const own = fc.constantFrom(...ownSeqs).map((at) => log[at - 1] as Entry);
    const change = fc
      .nat({ max: other.length - fork })
      .map((length) => ({ kind: 'rewind', to: fork, ...ofOther(fork + 1, length) }) as const)
      .map((catchUp) => ({ type: 'caughtUp', catchUp }) as const);
    // What a page may still receive of the first history once it knows the second, and of the second.
    const later = fc.oneof(
      arbitraryEvent.filter(({ type }) => type !== 'caughtUp'),
      own.map(({ id }) => ({ type: 'refused', id, error: reportOf('muted') }) as const),
      own.map(({ id }) => ({ type: 'retried', id }) as const),
      own.map(({ id }) => ({ type: 'discarded', id }) as const),
      fc
        .tuple(seq, count)
        .map(([from, length]) => ({ type: 'received', frame: ofOther(from, length) }) as const),
    );
    const events = fc.array(arbitraryEvent, { maxLength: 30 });
    fc.assert(
      fc.property(events, change, fc.array(later, { maxLength: 30 }), (first, changed, second) => {
        const begun = play(first);
        const known = play([{ type: 'caughtUp', catchUp: catchUpOf(begun) }, changed, ...second], begun);
        const top = topOf(known);
        const rest = { kind: 'delta', ...ofOther(top + 1, other.length - top) } as const;
        const shown = readAll(play([{ type: 'caughtUp', catchUp: rest }], known), other);
        expect(shown.entries).toEqual(amended(other, other));
        for (const pending of shown.pending) {
          expect(other.map(({ id }) => id)).not.toContain(pending.id);
          if (pending.state === 'sent') expect(pending.position.epoch).toBe(EPOCH + 1);
        }
      }),
    );
  });

  it('[T6] followed by a loss, even of deletions, ends in what a fresh load of the new history shows', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 30 }), seq, count, (events, fork, putBack) => {
        const whole = play(events);
        const before = play([{ type: 'caughtUp', catchUp: catchUpOf(whole) }], whole);
        // Some of what was lost is put back, with or without deletions.
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
