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

/** Up to where the member has read, on this page or elsewhere, and so where "New" stands. */
export interface Reading {
  /** Is the reader looking at the newest entries? */
  attend(isAttending: boolean): void;
  /** The reader, who is further up, has had the messages up to this number on the screen. */
  saw(number: number): void;
  /** The reader is in the room now, at its end until {@link attend} says otherwise. */
  come(): void;
  /** The reader is not in the room, or in another one now. */
  leave(): void;
  /** After each catch-up. */
  caughtUp(joined: Joined): void;
  /** Another tab or device has read further. */
  markChanged(change: MarkChange): void;
  /** The reader answered: nothing is new to them any more. */
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
  /** Of the history that the timeline is of. */
  let mark: ReadMark | null = null;
  /** Is the reader in another room? To come back is to come. */
  let isElsewhere = false;
  const raising = createMarkRaising({ ...options, raised: (now) => take(now) });

  const isAttending = () => store.getState().leftAt === null;

  /** How many messages are shown. */
  const shownUpTo = () => topNumberOf(store.getState().timeline);

  const isOwn = ({ author }: Message) => author.id === memberIdOf(store.getState());

  const hasNews = (after: number): boolean => {
    const latest = timeline.latest();
    return after < latest.counted || messagesAfter(latest, after).some((message) => !isOwn(message));
  };

  /** "New" stands behind what was read; where nothing came from others, nowhere. */
  const placeNews = () => {
    if (mark === null) return;
    const { number: after } = mark;
    const upTo = topNumberOf(timeline.latest());
    store.setState({ news: after < upTo && hasNews(after) ? { after, upTo } : null });
  };

  /** It moves while nobody looks. Who has only scrolled up to it keeps it where it is. */
  const placeNewsWhileAway = () => {
    const { leftAt, news } = store.getState();
    if (leftAt === null) return;
    if (isElsewhere || news === null || news.after >= leftAt || !environment.isVisible()) placeNews();
  };

  /** What the member has said, on whichever device, need not be read by them. */
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

  /** What is shown while the reader looks is read. */
  const readShown = () => {
    const { epoch } = store.getState().timeline;
    if (epoch === null || !isAttending()) return;
    take({ epoch, number: shownUpTo() });
    if (mark !== null) raising.want(mark);
  };

  store.subscribe((state, before) => {
    if (state.timeline === before.timeline) return;
    const { epoch } = state.timeline;
    // The first entry of a room begins its history: nothing of it is read.
    if (mark?.epoch === START.epoch && epoch !== null) mark = { ...mark, epoch };
    const hadHistory = before.timeline.epoch !== null && before.timeline.epoch !== START.epoch;
    // Places of another history mean nothing in this one.
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
      // Whoever is new has missed nothing: all that there is counts as read.
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
