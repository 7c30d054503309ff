import { type Message, START } from '@/lib/chat/entry';
import type { Joined } from '@/lib/chat/events/session';
import { messagesAfter, type Timeline, topNumberOf } from '@/lib/chat/timeline/timeline';
import type { MarkChange } from '@/lib/chat/unread';
import { carriedOver, laterMark, type ReadMark, unreadOf } from '@/lib/chat/unread';
import type { Environment } from '@/lib/client/environment/environment';
import { type ChatState, memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';
import { createMarkRaising } from './mark-raising';

interface ReadingOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
}

/** Knows how far the member has read, on this page or elsewhere, and so where the "New" divider stands. */
export class Reading {
  readonly #options: ReadingOptions;
  readonly #store: ChatStore;
  readonly #timeline: TimelineKeeper;
  readonly #raising;
  /** In the history that the timeline belongs to. */
  #mark: ReadMark | null = null;
  /** Whether the reader is in another room. */
  #isElsewhere = false;

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#timeline = options.timeline;
    this.#raising = createMarkRaising({ ...options, raised: (now) => this.#take(now) });
    options.store.subscribe(({ timeline }, before) => {
      if (timeline !== before.timeline) this.#timelineShown(timeline, before.timeline);
    });
  }

  /** Whether the reader is looking at the newest entries. */
  attend(isAttending: boolean): void {
    const state = this.#store.getState();
    if (isAttending === (state.leftAt === null)) return;
    this.#store.setState({ leftAt: isAttending ? null : topNumberOf(state.timeline) });
    if (isAttending) this.#readShown();
    else this.#raising.flush();
  }

  /** The reader, who is further up, has seen the messages up to this number. */
  saw(number: number): void {
    const { leftAt, timeline } = this.#store.getState();
    const { epoch } = timeline;
    if (leftAt === null || this.#isElsewhere || epoch === null || number <= leftAt) return;
    this.#store.setState({ leftAt: number });
    this.#read({ epoch, number });
  }

  /** The reader is in the room now, and at its end until {@link attend} says otherwise. */
  come(): void {
    this.#isElsewhere = false;
    this.attend(true);
  }

  /** The reader has gone to another room, or has never been in this one. */
  leave(): void {
    this.#isElsewhere = true;
    this.attend(false);
    this.#placeNews();
  }

  /** Called after each catch-up. */
  caughtUp({ catchUp, mark }: Joined): void {
    const known = mark ?? null;
    const isFirst = this.#mark === null;
    const { epoch } = catchUp;
    this.#mark = carriedOver(this.#mark, catchUp);
    if (known !== null) this.#mark = laterMark(known, this.#mark);
    // A newcomer has missed nothing: everything so far counts as read.
    else if (isFirst) this.#mark = { epoch, number: topNumberOf(this.#timeline.latest()) };
    this.#raising.start(known, catchUp);
    if (isFirst) this.#placeNews();
    this.#count();
  }

  /** Another tab or device has read further. */
  markChanged({ room, mark }: MarkChange): void {
    if (room !== this.#options.room) return;
    this.#take(mark);
    this.#placeNewsWhileAway();
  }

  /** The reader answered, so nothing is new to them any more. */
  forget(): void {
    this.#store.setState({ news: null });
  }

  #timelineShown({ epoch }: Timeline, before: Timeline): void {
    // The first entry of a room begins its history, of which nothing has been read.
    if (this.#mark?.epoch === START.epoch && epoch !== null) this.#mark = { ...this.#mark, epoch };
    const hadHistory = before.epoch !== null && before.epoch !== START.epoch;
    if (hadHistory && epoch !== before.epoch) {
      // Positions in one history mean nothing in another.
      const { leftAt, timeline } = this.#store.getState();
      this.#store.setState({ news: null, leftAt: leftAt === null ? null : topNumberOf(timeline) });
    } else this.#placeNewsWhileAway();
    this.#readShown();
    this.#count();
  }

  /** Puts "New" behind what was read, or nowhere if others have said nothing since. */
  #placeNews(): void {
    if (this.#mark === null) return;
    const { number: after } = this.#mark;
    const latest = this.#timeline.latest();
    const upTo = topNumberOf(latest);
    const isNews = after < upTo && hasNews(latest, after, isOwnIn(this.#store.getState()));
    this.#store.setState({ news: isNews ? { after, upTo } : null });
  }

  /** Moves "New" while nobody is looking. For a reader who has only scrolled up it stays where it is. */
  #placeNewsWhileAway(): void {
    const { leftAt, news } = this.#store.getState();
    if (leftAt === null) return;
    if (this.#isElsewhere || news === null || news.after >= leftAt || !this.#options.environment.isVisible())
      this.#placeNews();
  }

  /** What is on screen while the reader looks counts as read. */
  #readShown(): void {
    const { leftAt, timeline } = this.#store.getState();
    const { epoch } = timeline;
    if (epoch !== null && leftAt === null) this.#read({ epoch, number: topNumberOf(timeline) });
  }

  #read(upTo: ReadMark): void {
    this.#take(upTo);
    if (this.#mark !== null) this.#raising.want(this.#mark);
  }

  #take(heard: ReadMark): void {
    if (heard.epoch !== this.#timeline.latest().epoch) return;
    this.#mark = laterMark(heard, this.#mark);
    this.#count();
  }

  #count(): void {
    const state = this.#store.getState();
    const unread = this.#mark === null ? 0 : unreadAfter(state.timeline, this.#mark, isOwnIn(state));
    if (unread !== state.unread) this.#store.setState({ unread });
  }
}

type IsOwn = (message: Message) => boolean;

/** Tells the member's own messages, from whichever device. */
const isOwnIn =
  (state: ChatState): IsOwn =>
  ({ author }) =>
    author.id === memberIdOf(state);

/** Whether others have said something after this number. */
const hasNews = (timeline: Timeline, after: number, isOwn: IsOwn): boolean =>
  after < timeline.counted || messagesAfter(timeline, after).some((message) => !isOwn(message));

/** Does not count the member's own messages. */
function unreadAfter(timeline: Timeline, { epoch, number }: ReadMark, isOwn: IsOwn): number {
  if (epoch !== timeline.epoch) return 0;
  return unreadOf(topNumberOf(timeline), number) - messagesAfter(timeline, number).filter(isOwn).length;
}
