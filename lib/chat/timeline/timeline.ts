import { type Draft, draftOf } from '@/lib/chat/draft';
import { countMessages, type Entry, isMessage, type Message, type Position, START } from '@/lib/chat/entry';
import type { ErrorReport } from '@/lib/chat/errors';
import type { CatchUp, Frame, Page } from '@/lib/chat/frame';
import { amended, amendmentOf } from './amendments';

/** What a pending message has from the start. */
interface Outline extends Draft {
  readonly id: string;
  readonly key: string;
  readonly at: number;
}

/** An own message that the log has not shown yet. */
export type Pending = Outline &
  (
    | { readonly state: 'sending' }
    | { readonly state: 'sent'; readonly position: Position }
    | { readonly state: 'refused'; readonly error: ErrorReport }
  );

export type NoticeContent =
  | { readonly kind: 'entered' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'joined'; readonly name: string }
  | { readonly kind: 'left'; readonly name: string }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string };

/** A small grey line that only this page shows: it is not part of the log. */
export type Notice = { readonly id: string; readonly at: number } & NoticeContent;

/** A notice, and the `seq` of the entry that it follows. */
export type PlacedNotice = Notice & { readonly after: number };

/** The client's view of a room. `entries[i]` has the seq `from + i`; pending messages follow the last entry. */
export interface Timeline {
  /** `null` until the first catch-up, because nothing is known of the room yet. */
  readonly epoch: number | null;
  readonly from: number;
  /** How many messages come before `from`. */
  readonly counted: number;
  readonly entries: readonly Entry[];
  readonly hasOlder: boolean;
  readonly pending: readonly Pending[];
  readonly notices: readonly PlacedNotice[];
}

export type TimelineEvent =
  | { readonly type: 'caughtUp'; readonly catchUp: CatchUp }
  | { readonly type: 'received'; readonly frame: Frame }
  | { readonly type: 'olderRead'; readonly page: Page }
  | { readonly type: 'queued'; readonly message: Outline }
  | { readonly type: 'acknowledged'; readonly id: string; readonly position: Position }
  | { readonly type: 'refused'; readonly id: string; readonly error: ErrorReport }
  | { readonly type: 'retried'; readonly id: string }
  | { readonly type: 'discarded'; readonly id: string }
  | { readonly type: 'noticed'; readonly notice: Notice };

/** How many notices are kept: they only matter for the moment, and a busy room must not grow the page for ever. */
const NOTICES_MAX = 200;

export const emptyTimeline: Timeline = {
  epoch: null,
  from: 1,
  counted: 0,
  entries: [],
  hasOlder: false,
  pending: [],
  notices: [],
};

/** Returns the `seq` of the newest entry, or of the one before the first to come. */
export const topOf = (timeline: Timeline): number => timeline.from + timeline.entries.length - 1;

/** Returns the number of the newest message, or of the one before the first to come. */
export const topNumberOf = ({ counted, entries }: Timeline): number => counted + countMessages(entries);

/** Returns the messages with a number greater than `number`, as far as they are here. */
export function messagesAfter({ counted, entries }: Timeline, number: number): readonly Message[] {
  return entries.filter(isMessage).slice(Math.max(0, number - counted));
}

/** Returns the position with which a client joins again; `null` if it has nothing. */
export const positionOf = (timeline: Timeline): Position | null =>
  timeline.epoch === null ? null : { epoch: timeline.epoch, seq: topOf(timeline) };

/** A room that never had an entry has no epoch yet: its first entry starts one. */
const hasNoHistory = (timeline: Timeline): boolean => timeline.epoch === START.epoch;

/** Returns whether `frame` would leave a gap after the newest entry, or is of another history. Then catch up instead. */
export const isBeyond = (timeline: Timeline, frame: Frame): boolean =>
  !(timeline.epoch === frame.epoch || hasNoHistory(timeline)) || frame.from > topOf(timeline) + 1;

/**
 * Returns the timeline after `event`. Frames may repeat and overlap; one that {@link isBeyond} changes nothing. In whatever
 * order events come, every entry appears once, in the order of the log.
 */
export function reduceTimeline(timeline: Timeline, event: TimelineEvent): Timeline {
  switch (event.type) {
    case 'caughtUp':
      return catchUp(timeline, event.catchUp);
    case 'received':
      return append(timeline, event.frame);
    case 'olderRead':
      return prepend(timeline, event.page);
    case 'queued':
      return queue(timeline, { ...outlineOf(event.message), state: 'sending' });
    case 'acknowledged':
      return acknowledge(timeline, event.id, event.position);
    case 'refused':
      return replacePending(timeline, event.id, (pending) => ({
        ...outlineOf(pending),
        state: 'refused',
        error: event.error,
      }));
    case 'retried':
      return replacePending(timeline, event.id, (pending) => ({ ...outlineOf(pending), state: 'sending' }));
    case 'discarded':
      return { ...timeline, pending: timeline.pending.filter((pending) => pending.id !== event.id) };
    case 'noticed':
      return notice(timeline, event.notice);
  }
}

function catchUp(timeline: Timeline, answer: CatchUp): Timeline {
  switch (answer.kind) {
    case 'delta':
      return append(timeline, answer);
    case 'rewind':
      return withPlaces(append(rewind(timeline, answer, answer.to), answer));
    case 'reset':
      return reset(timeline, answer);
  }
}

/** Goes back to what two histories have in common. If that is less than what is shown, only the position remains. */
function rewind(timeline: Timeline, { epoch, counted, entries: coming }: Frame, to: number): Timeline {
  const notices = timeline.notices.map((placed) => (placed.after > to ? { ...placed, after: LAST } : placed));
  const pending = unprove(timeline.pending, epoch);
  const back = { ...timeline, epoch, pending, notices };
  if (to < timeline.from) return { ...back, from: to + 1, counted, entries: [], hasOlder: to > 0 };
  const length = to + 1 - timeline.from;
  const entries = timeline.entries.slice(0, length);
  return withoutRevived({ ...back, entries }, timeline.entries.slice(length), coming);
}

/**
 * If the store has lost a deletion, and nobody has put it back, the message returns, but its text is no longer here: everything
 * up to it has to be read again.
 */
function withoutRevived(timeline: Timeline, dropped: readonly Entry[], coming: readonly Entry[]): Timeline {
  const revived = new Set(targetsOf(dropped));
  for (const target of targetsOf(coming)) revived.delete(target);
  const start = timeline.entries.findLastIndex(({ id }) => revived.has(id)) + 1;
  if (start === 0) return timeline;
  return {
    ...timeline,
    from: timeline.from + start,
    counted: timeline.counted + countMessages(timeline.entries.slice(0, start)),
    entries: timeline.entries.slice(start),
    hasOlder: true,
  };
}

const targetsOf = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap((entry) => amendmentOf(entry)?.id ?? []);

/** The place of a notice after entries that are void: it came last, and stays last. */
const LAST = Number.POSITIVE_INFINITY;

const withPlaces = (timeline: Timeline): Timeline => ({
  ...timeline,
  notices: timeline.notices.map((placed) =>
    placed.after === LAST ? { ...placed, after: topOf(timeline) } : placed,
  ),
});

function append(timeline: Timeline, frame: Frame): Timeline {
  if (isBeyond(timeline, frame)) return timeline;
  const fresh = frame.entries.slice(topOf(timeline) + 1 - frame.from);
  if (fresh.length === 0) return timeline;
  return {
    ...timeline,
    epoch: frame.epoch,
    entries: amended([...timeline.entries, ...fresh], fresh),
    pending: withoutLogged(timeline.pending, fresh),
  };
}

function prepend(timeline: Timeline, page: Page): Timeline {
  const isAdjacent = page.epoch === timeline.epoch && page.from + page.entries.length >= timeline.from;
  if (!isAdjacent || page.from > timeline.from) return timeline;
  // The page may have been read before later entries that are already here.
  const older = amended(page.entries.slice(0, timeline.from - page.from), timeline.entries);
  return {
    ...timeline,
    from: page.from,
    counted: older.length === 0 ? timeline.counted : page.counted,
    entries: [...older, ...timeline.entries],
    hasOlder: page.hasOlder,
    pending: withoutLogged(timeline.pending, older),
  };
}

function reset(timeline: Timeline, page: Page): Timeline {
  const { epoch, from, counted, entries, hasOlder } = page;
  const pending = unprove(withoutLogged(timeline.pending, entries), epoch).filter(
    (message) => !(message.state === 'sent' && isBefore(message.position, epoch, from)),
  );
  const notices = timeline.notices
    .map((placed) => (timeline.epoch === epoch ? placed : { ...placed, after: LAST }))
    .filter((placed) => placed.after >= from - 1);
  return withPlaces({ epoch, from, counted, entries, hasOlder, pending, notices });
}

function queue(timeline: Timeline, message: Pending): Timeline {
  const isKnown = [...timeline.pending, ...timeline.entries].some((known) => known.id === message.id);
  return isKnown ? timeline : { ...timeline, pending: [...timeline.pending, message] };
}

/** A late acknowledgement from a history that is over proves nothing: the message is still to be sent. */
export const isOfBefore = (timeline: Timeline, position: Position): boolean =>
  timeline.epoch !== null && position.epoch < timeline.epoch;

function acknowledge(timeline: Timeline, id: string, position: Position): Timeline {
  if (isOfBefore(timeline, position)) return timeline;
  if (timeline.epoch !== null && isBefore(position, timeline.epoch, timeline.from)) {
    return { ...timeline, pending: timeline.pending.filter((pending) => pending.id !== id) };
  }
  return replacePending(timeline, id, (pending) => ({ ...outlineOf(pending), state: 'sent', position }));
}

function notice(timeline: Timeline, added: Notice): Timeline {
  const notices = [...timeline.notices, { ...added, after: topOf(timeline) }];
  return { ...timeline, notices: notices.slice(-NOTICES_MAX) };
}

/** Returns whether `position` is before the first entry of this view of the same history. */
const isBefore = (position: Position, epoch: number, from: number): boolean =>
  position.epoch === epoch && position.seq < from;

/** What another history acknowledged may be missing in this one: it is sent again, under its key. */
const unprove = (pending: readonly Pending[], epoch: number): readonly Pending[] =>
  pending.map((message) =>
    message.state === 'sent' && message.position.epoch !== epoch
      ? { ...outlineOf(message), state: 'sending' }
      : message,
  );

const outlineOf = (message: Outline): Outline => {
  const { id, key, at } = message;
  return { id, key, at, ...draftOf(message) };
};

function withoutLogged(pending: readonly Pending[], logged: readonly Entry[]): readonly Pending[] {
  if (pending.length === 0) return pending;
  const ids = new Set(logged.map((entry) => entry.id));
  return pending.filter((message) => !ids.has(message.id));
}

function replacePending(timeline: Timeline, id: string, replace: (pending: Pending) => Pending): Timeline {
  return {
    ...timeline,
    pending: timeline.pending.map((pending) => (pending.id === id ? replace(pending) : pending)),
  };
}
