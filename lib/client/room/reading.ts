import { type Message, START } from '@/lib/chat/entry';
import type { Joined } from '@/lib/chat/events/session';
import { messagesAfter, topNumberOf } from '@/lib/chat/timeline/timeline';
import type { MarkChange } from '@/lib/chat/unread';
import { carriedOver, laterMark, type ReadMark, unreadOf } from '@/lib/chat/unread';
import type { Environment } from '@/lib/client/environment/environment';
import { memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';
import { createMarkRaising } from './mark-raising';

/** Knows how far the member has read, on this page or elsewhere, and so where the "New" divider stands. */
export interface Reading {
  /** Whether the reader is looking at the newest entries. */
  attend(isAttending: boolean): void;
  /** The reader, who is further up, has seen the messages up to this number. */
  saw(number: number): void;
  /** The reader is in the room now, and at its end until {@link attend} says otherwise. */
  come(): void;
  /** The reader has gone to another room, or has never been in this one. */
  leave(): void;
  /** Called after each catch-up. */
  caughtUp(joined: Joined): void;
  /** Another tab or device has read further. */
  markChanged(change: MarkChange): void;
  /** The reader answered, so nothing is new to them any more. */
  forget(): void;
}

interface ReadingOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
}

export function createReading(options: ReadingOptions): Reading {
  const { room, store, timeline, environment } = options;
  /** In the history that the timeline belongs to. */
  let mark: ReadMark | null = null;
  /** Whether the reader is in another room. */
  let isElsewhere = false;
  const raising = createMarkRaising({ ...options, raised: (now) => take(now) });

  const isAttending = () => store.getState().leftAt === null;

  /** The number of the newest message on screen. */
  const shownUpTo = () => topNumberOf(store.getState().timeline);

  const isOwn = ({ author }: Message) => author.id === memberIdOf(store.getState());

  const hasNews = (after: number): boolean => {
    const latest = timeline.latest();
    return after < latest.counted || messagesAfter(latest, after).some((message) => !isOwn(message));
  };

  /** Puts "New" behind what was read, or nowhere if others have said nothing since. */
  const placeNews = () => {
    if (mark === null) return;
    const { number: after } = mark;
    const upTo = topNumberOf(timeline.latest());
    store.setState({ news: after < upTo && hasNews(after) ? { after, upTo } : null });
  };

  /** Moves "New" while nobody is looking. For a reader who has only scrolled up it stays where it is. */
  const placeNewsWhileAway = () => {
    const { leftAt, news } = store.getState();
    if (leftAt === null) return;
    if (isElsewhere || news === null || news.after >= leftAt || !environment.isVisible()) placeNews();
  };

  /** Does not count the member's own messages, from whichever device. */
  const unreadAfter = ({ epoch, number }: ReadMark): number => {
    const { timeline: shown } = store.getState();
    if (epoch !== shown.epoch) return 0;
    return unreadOf(topNumberOf(shown), number) - messagesAfter(shown, number).filter(isOwn).length;
  };

  const count = () => {
    const unread = mark === null ? 0 : unreadAfter(mark);
    if (unread !== store.getState().unread) store.setState({ unread });
  };

  const take = (heard: ReadMark) => {
    if (heard.epoch !== timeline.latest().epoch) return;
    mark = laterMark(heard, mark);
    count();
  };

  /** What is on screen while the reader looks counts as read. */
  const readShown = () => {
    const { epoch } = store.getState().timeline;
    if (epoch === null || !isAttending()) return;
    take({ epoch, number: shownUpTo() });
    if (mark !== null) raising.want(mark);
  };

  store.subscribe((state, before) => {
    if (state.timeline === before.timeline) return;
    const { epoch } = state.timeline;
    // The first entry of a room begins its history, of which nothing has been read.
    if (mark?.epoch === START.epoch && epoch !== null) mark = { ...mark, epoch };
    const hadHistory = before.timeline.epoch !== null && before.timeline.epoch !== START.epoch;
    // Positions in one history mean nothing in another.
    if (hadHistory && epoch !== before.timeline.epoch)
      store.setState({ news: null, leftAt: isAttending() ? null : shownUpTo() });
    else placeNewsWhileAway();
    readShown();
    count();
  });

  const attend = (isNow: boolean) => {
    if (isNow === isAttending()) return;
    if (!isNow) {
      store.setState({ leftAt: shownUpTo() });
      raising.flush();
      return;
    }
    store.setState({ leftAt: null });
    readShown();
  };

  const saw = (number: number) => {
    const { leftAt, timeline: shown } = store.getState();
    if (leftAt === null || isElsewhere || shown.epoch === null || number <= leftAt) return;
    store.setState({ leftAt: number });
    take({ epoch: shown.epoch, number });
    if (mark !== null) raising.want(mark);
  };

  return {
    attend,
    saw,
    come: () => {
      isElsewhere = false;
      attend(true);
    },
    leave: () => {
      isElsewhere = true;
      attend(false);
      placeNews();
    },
    caughtUp: ({ catchUp, mark: known = null }) => {
      const isFirst = mark === null;
      mark = carriedOver(mark, catchUp);
      const { epoch } = catchUp;
      if (known !== null) mark = laterMark(known, mark);
      // A newcomer has missed nothing: everything so far counts as read.
      else if (isFirst) mark = { epoch, number: topNumberOf(timeline.latest()) };
      raising.start(known, catchUp);
      if (isFirst) placeNews();
      count();
    },
    markChanged: (change) => {
      if (change.room !== room) return;
      take(change.mark);
      placeNewsWhileAway();
    },
    forget: () => store.setState({ news: null }),
  };
}
