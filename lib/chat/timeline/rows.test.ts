import { describe, expect, it } from 'vitest';
import type { Entry, Moderated } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { aMessage } from '@/lib/chat/message-for-tests';
import { type Row, type RowsOptions, rowsOf } from './rows';
import { emptyTimeline, type NoticeContent, type PlacedNotice, type Timeline } from './timeline';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const ada: Member = { id: 'a', name: 'Ada' };
const ben: Member = { id: 'b', name: 'Ben' };
const options: RowsOptions = { self: ada, newAfter: null, dayOf: (at) => Math.floor(at / DAY) };

const posted = (author: Member, at: number, key = String(at)) =>
  aMessage({ id: `${author.id}:${key}`, author, at });

const timelineOf = (entries: readonly Entry[], rest: Partial<Timeline> = {}): Timeline => ({
  ...emptyTimeline,
  epoch: 1,
  hasOlder: true,
  entries,
  ...rest,
});

const placed = (after: number, content: NoticeContent): PlacedNotice => ({
  ...content,
  id: `${content.kind}${after}${'name' in content ? content.name : ''}`,
  at: 0,
  after,
});

const outline = (rows: readonly Row[]) =>
  rows.map((row) => {
    if (row.kind === 'message') return `${row.hasHead ? 'head ' : ''}${row.author.name}`;
    return row.kind === 'notices' ? row.notices.map(({ kind }) => kind).join('+') : row.kind;
  });

const outlineOf = (timeline: Timeline, changed: Partial<RowsOptions> = {}) =>
  outline(rowsOf(timeline, { ...options, ...changed }));

describe('heads', () => {
  it('one head covers what a member says within five minutes of it', () => {
    const timeline = timelineOf([
      posted(ada, 0),
      posted(ada, 4 * MINUTE),
      posted(ada, 5 * MINUTE),
      posted(ada, 6 * MINUTE),
    ]);
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'Ada', 'head Ada', 'Ada']);
  });

  it('another member gets a head of their own', () => {
    const timeline = timelineOf([posted(ada, 0), posted(ben, 1), posted(ada, 2)]);
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'head Ben', 'head Ada']);
  });

  it('a renamed member gets a new head', () => {
    const timeline = timelineOf([posted(ada, 0), posted({ id: 'a', name: 'Augusta' }, 1)]);
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'head Augusta']);
  });

  it('pending messages come last, under their author’s head', () => {
    const pending = { id: 'a:p', key: 'p', text: 'on its way', at: 2, state: 'sending' } as const;
    const timeline = timelineOf([posted(ada, 0)], { pending: [pending] });
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'Ada']);
  });

  it('a message keeps its key from pending to posted', () => {
    const pending = { id: 'a:p', key: 'p', text: 'on its way', at: 2, state: 'sending' } as const;
    const before = rowsOf(timelineOf([], { pending: [pending] }), options);
    const after = rowsOf(timelineOf([posted(ada, 3, 'p')]), options);
    expect(before.at(-1)?.key).toBe(after.at(-1)?.key);
  });
});

describe('dividers', () => {
  it('each day begins with its divider, and with a head', () => {
    const timeline = timelineOf([posted(ada, DAY - 1), posted(ada, DAY)]);
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'day', 'head Ada']);
  });

  it('"New" comes after the last entry that was read', () => {
    const timeline = timelineOf([posted(ada, 0), posted(ada, 1), posted(ada, 2)], { from: 9, counted: 6 });
    expect(outlineOf(timeline, { newAfter: 8 })).toEqual(['day', 'head Ada', 'Ada', 'new', 'head Ada']);
  });

  it('"New" is not shown at the end, where nothing is new', () => {
    expect(outlineOf(timelineOf([posted(ada, 0)]), { newAfter: 1 })).not.toContain('new');
  });

  it('"New" comes before the oldest message if the first unread one is no longer kept', () => {
    const timeline = timelineOf([posted(ada, 0), posted(ada, 1)], { from: 9, counted: 6, hasOlder: false });
    expect(outlineOf(timeline, { newAfter: 3 })).toEqual(['start', 'day', 'new', 'head Ada', 'Ada']);
    expect(outlineOf({ ...timeline, hasOlder: true }, { newAfter: 3 })).not.toContain('new');
  });

  it('a deletion is not a row, and the deleted message keeps its place', () => {
    const { id, author, at } = posted(ada, 0);
    const outline = { kind: 'posted', id, author, at } as const;
    const deleted = { kind: 'deleted', id: 'd', target: outline, by: ada, at: 2 } as const;
    const tombstone = { ...outline, isDeleted: true } as const;
    const timeline = timelineOf([tombstone, posted(ada, 1), deleted, posted(ada, 3)]);
    expect(outlineOf(timeline, { newAfter: 2 })).toEqual(['day', 'head Ada', 'Ada', 'new', 'head Ada']);
  });

  it('the beginning is shown once everything older is there, and says whether something was dropped', () => {
    expect(rowsOf(timelineOf([], { hasOlder: false }), options)[0]).toMatchObject({ isTrimmed: false });
    expect(rowsOf(timelineOf([], { hasOlder: false, from: 9 }), options)[0]).toMatchObject({
      isTrimmed: true,
    });
    expect(outlineOf(emptyTimeline)).toEqual([]);
  });
});

describe('moderation actions', () => {
  const muted = (at: number): Moderated => ({
    kind: 'moderated',
    id: `m:${at}`,
    action: { kind: 'mute', by: ada, member: ben, at },
    at,
  });

  it('a moderation action has a row in its place, and the next message a head', () => {
    const rows = rowsOf(timelineOf([posted(ada, 0), muted(1), posted(ada, 2)]), options);
    expect(outline(rows)).toEqual(['day', 'head Ada', 'moderated', 'head Ada']);
    expect(rows[2]).toEqual({ kind: 'moderated', key: 'm:1', action: muted(1).action });
  });

  it('an action can begin a day, but is not a message and so not new', () => {
    const timeline = timelineOf([posted(ada, 0), muted(DAY), posted(ben, DAY + 1)]);
    expect(outlineOf(timeline, { newAfter: 1 })).toEqual([
      'day',
      'head Ada',
      'day',
      'moderated',
      'new',
      'head Ben',
    ]);
  });
});

describe('notices', () => {
  const joined = (after: number, name: string) => placed(after, { kind: 'joined', name });

  it('come after the entry that was the last when they came', () => {
    const timeline = timelineOf([posted(ada, 0), posted(ben, 1)], { notices: [joined(1, 'Ben')] });
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'joined', 'head Ben']);
  });

  it('arrivals and departures without a message between them fold into one row', () => {
    const notices = [joined(1, 'Ben'), placed(1, { kind: 'left', name: 'Ben' }), joined(2, 'Cyd')];
    const timeline = timelineOf([posted(ada, 0), posted(ada, 1)], { notices });
    expect(outlineOf(timeline)).toEqual(['day', 'head Ada', 'joined+left', 'head Ada', 'joined']);
  });

  it('what is meant for the reader alone is never folded', () => {
    const notices = [
      placed(0, { kind: 'entered' }),
      placed(0, { kind: 'named', name: 'Ada' }),
      joined(0, 'Ben'),
      joined(0, 'Cyd'),
    ];
    expect(outlineOf(timelineOf([], { notices }))).toEqual(['entered', 'named', 'joined+joined']);
  });

  it('from before the first visible entry come before it', () => {
    const timeline = timelineOf([posted(ada, 0)], { from: 10, notices: [joined(3, 'Ben')] });
    expect(outlineOf(timeline)).toEqual(['day', 'joined', 'head Ada']);
  });
});
