import { countMessages, deletionId, type Entry } from '@/lib/chat/entry';
import type { CatchUp, Frame, Page } from '@/lib/chat/frame';
import { aMessage } from '@/lib/chat/message-for-tests';
import { emptyTimeline, reduceTimeline, type Timeline, type TimelineEvent } from './timeline';

export const ROOM = 'lobby';
export const EPOCH = 1_000;
export const ME = 'me';

export const entry = (id: string): Entry =>
  aMessage({ id, author: { id: id.split(':')[0] ?? '', name: 'Somebody' }, text: id, at: 0 });

export const frameOf = (
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

export const pageOf = (log: readonly Entry[], from: number, count?: number): Page => ({
  ...frameOf(log, from, count),
  hasOlder: from > 1,
});

export const resetTo = (log: readonly Entry[], from: number): CatchUp => ({
  kind: 'reset',
  ...pageOf(log, from),
});

export const play = (events: readonly TimelineEvent[], timeline: Timeline = emptyTimeline): Timeline =>
  events.reduce(reduceTimeline, timeline);

export const ids = (timeline: Timeline) => timeline.entries.map(({ id }) => id);
export const logOf = (length: number) => Array.from({ length }, (_, index) => entry(`other:${index + 1}`));

export const authorOf = (of: Entry) => {
  if (of.kind === 'posted') return of.author;
  return of.kind === 'deleted' ? of.by : of.action.by;
};

export const deletionOf = (target: Entry): Entry => ({
  kind: 'deleted',
  id: deletionId(target.id),
  target: { id: target.id, author: authorOf(target), at: target.at },
  by: authorOf(target),
  at: 0,
});
