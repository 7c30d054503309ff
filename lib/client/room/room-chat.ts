import type { ErrorCode, ErrorReport } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { nobody } from '@/lib/chat/presence';
import { kindOf, type RoomInfo, withNames } from '@/lib/chat/room';
import type { NoticeContent } from '@/lib/chat/timeline/timeline';
import type { Environment } from '@/lib/client/environment/environment';
import { Deleting } from '@/lib/client/outbox/deleting';
import { Sending } from '@/lib/client/outbox/sending';
import {
  blockOf,
  type ChatState,
  memberIdOf,
  type RoomRemoval,
  type Withheld,
} from '@/lib/client/state/chat-state';
import { attach, createChatStore, type SessionStore } from '@/lib/client/state/chat-store';
import { createTimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';
import { createHistory } from './history';
import { createMuting } from './muting';
import { createPeople } from './people';
import { Reading } from './reading';
import { RoomFollower } from './room-follower';
import { tellUnread } from './room-unread';
import { createTyping } from './typing';

export interface RoomChatOptions {
  readonly room: string;
  readonly session: SessionStore;
  readonly request: Request;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
  /** Called after each catch-up. */
  readonly caughtUp: () => void;
  readonly failed: (code: ErrorCode) => void;
  /** Called when the room does not exist for this member. Returns whether it does now. */
  readonly refused: () => Promise<boolean>;
  /** Called with the outcome of each message that was sent: the error code, or `null` on success. */
  readonly answered: (code: ErrorCode | null) => void;
}

/**
 * A room that the member was in counts as gone only after this many misses: a node may not have put back yet what Redis lost.
 */
const MISSES_MAX = 4;
const MISS_RETRY_MS = 1_000;

/** One room on the page: what is said there, who is there, and what this member has to say. */
export class RoomChat {
  readonly id: string;
  readonly store;
  readonly sending;
  readonly reading;
  readonly history;
  readonly people;
  readonly deleting;
  readonly typing;
  readonly #options: RoomChatOptions;
  readonly #timeline;
  readonly #follower;
  readonly #muting;
  #cancelComing = () => {};
  #misses = 0;
  #hasEntered = false;
  #isShown = false;
  #isJoined = false;
  #isNamed = false;

  constructor(options: RoomChatOptions) {
    const { room, session, environment } = options;
    const store = createChatStore(session, room);
    const timeline = createTimelineKeeper(store.setState, environment.nextFrame);
    const notice = (content: NoticeContent) => this.notice(content);
    const parts = { ...options, store, timeline, notice };
    this.id = room;
    this.store = store;
    this.#options = options;
    this.#timeline = timeline;
    this.reading = new Reading(parts);
    this.deleting = new Deleting(parts);
    // Nobody is looking at it yet.
    this.reading.leave();
    this.history = createHistory(parts);
    this.people = createPeople(parts);
    this.typing = createTyping({
      ...parts,
      mayTell: () => this.#isJoined && this.#isNamed && mayWrite(store.getState()),
    });
    this.sending = new Sending({
      ...parts,
      queued: () => {
        this.reading.forget();
        this.typing.sent();
      },
    });
    this.#muting = createMuting(parts);
    this.#follower = new RoomFollower({
      ...parts,
      caughtUp: (joined) => this.#caughtUp(joined),
      laterEntries: this.#muting.laterEntries,
      failed: (error) => this.#failed(error),
    });
  }

  /** Takes up what an earlier page left unsent. Returns a function that stops the room. */
  start(): () => void {
    const stopSending = this.sending.start();
    const stopDeleting = this.deleting.start();
    const detach = attach(this.store, this.#options.session);
    const stopTelling = tellUnread({ room: this.id, store: this.store, session: this.#options.session });
    return () => {
      this.lost();
      this.#cancelComing();
      stopTelling();
      this.typing.stop();
      this.#muting.stop();
      stopSending();
      stopDeleting();
      detach();
    };
  }

  /** There is a session: catches up, then follows the room. */
  open(): void {
    this.sending.adopt(memberIdOf(this.#options.session.getState()));
    if (!this.isOut()) this.#follower.open();
  }

  /** Another connection has taken over without having joined this room; late answers to the old connection are void. */
  reopen(): void {
    this.lost();
    this.open();
  }

  /** A moderator has removed the member, now or earlier. */
  removed(removal: RoomRemoval): void {
    this.lost();
    this.store.setState({ removal, present: nobody });
  }

  /** The member may not enter, for a while or for good; the node does not say who banned them. */
  banned(until: number | undefined): void {
    this.removed({ isBanned: true, ...(until === undefined ? {} : { until }) });
  }

  /** The member may be here but needs a name to read; with one, the room opens by itself. */
  withhold(withheld: Withheld): void {
    this.lost();
    this.store.setState({ withheld, present: nobody });
    // The node may have received the name while its answer was on the way.
    if (this.#isNamed) this.#cancelComing = this.#later(() => this.letSend(this.#isNamed));
  }

  /** Whether the member was removed and stays out until they ask to come back. */
  isOut(): boolean {
    return this.store.getState().removal !== null;
  }

  /** Whether nothing that the person did here still waits to be sent or deleted. */
  isIdle(): boolean {
    const deletions = [...this.store.getState().deletions.values()];
    return this.#timeline.latest().pending.length === 0 && deletions.every(({ state }) => state === 'failed');
  }

  /** The person wants to come back in, or now has an invite. */
  enterAgain(): void {
    this.store.setState({ removal: null, isMissing: false, withheld: null });
    if (this.#options.isConnected()) this.open();
  }

  join(request: Request) {
    return this.#follower.join(request);
  }

  /** Another connection has joined the room; follows it from now on. */
  moveTo(joined: Joined, frames: readonly Frame[]): void {
    this.sending.adopt(memberIdOf(this.#options.session.getState()));
    this.#follower.moveTo(joined, frames);
  }

  lost(): void {
    this.#isJoined = false;
    this.#follower.close();
    this.typing.lost();
    this.#openOrClose();
  }

  /** Messages go out under the member's name, so only once a node has confirmed it. */
  letSend(isNamed: boolean): void {
    this.#isNamed = isNamed;
    if (isNamed && this.store.getState().withheld === 'name_required') this.enterAgain();
    this.#openOrClose();
  }

  /** The person is looking at another room: what arrives here from now on is unread. */
  hidden(): void {
    this.reading.leave();
  }

  /** The person is looking at this room. */
  shown(): void {
    this.#isShown = true;
    this.reading.come();
    this.#enter();
  }

  entriesCame(frame: Frame): void {
    this.#follower.entriesCame(frame);
    this.typing.entriesCame(frame);
  }

  presenceChanged(change: PresenceChange): void {
    this.#follower.presenceChanged(change);
  }

  changed(room: RoomInfo): void {
    const before = this.store.getState().room;
    this.store.setState({ room });
    // A message that waits for slow mode may go at once now, or sooner.
    if ((room.slowMs ?? 0) < (before?.slowMs ?? 0)) this.#openOrClose();
  }

  /** Takes new names of members, by their ids. */
  called(names: ReadonlyMap<string, string>): void {
    const { room } = this.store.getState();
    if (room === null) return;
    const renamed = withNames(room, names);
    if (renamed !== room) this.store.setState({ room: renamed });
  }

  notice(content: NoticeContent): void {
    const { newKey, now } = this.#options.environment;
    this.#timeline.apply({ type: 'noticed', notice: { ...content, id: newKey(), at: now() } });
  }

  #caughtUp(joined: Joined): void {
    this.#isJoined = true;
    this.#misses = 0;
    this.#muting.caughtUp(joined);
    this.reading.caughtUp(joined);
    this.deleting.caughtUp();
    const { isMissing, withheld } = this.store.getState();
    if (isMissing || withheld !== null) this.store.setState({ isMissing: false, withheld: null });
    this.sending.caughtUp();
    this.#enter();
    this.#openOrClose();
    this.#options.caughtUp();
  }

  #failed({ code, until }: ErrorReport): void {
    if (code === 'room_unknown') void this.#miss();
    else if (code === 'banned') this.banned(until);
    else if (code === 'name_required' || code === 'guests_refused') this.withhold(code);
    else this.#options.failed(code);
  }

  async #miss(): Promise<void> {
    if (await this.#options.refused()) return;
    const wasThere = this.store.getState().room !== null;
    if (wasThere && ++this.#misses < MISSES_MAX) {
      this.#later(() => void this.#follower.catchUp());
    } else this.store.setState({ isMissing: true });
  }

  #later(run: () => void): () => void {
    const { after, random } = this.#options.environment;
    return after(MISS_RETRY_MS * (0.5 + random()), run);
  }

  /** Only once: a person who comes back, or looks elsewhere for a while, is not greeted again. */
  #enter(): void {
    if (this.#hasEntered || !this.#isShown || !this.#isJoined) return;
    this.#hasEntered = true;
    if (kindOf(this.id) !== 'direct') this.notice({ kind: 'entered' });
  }

  #openOrClose(): void {
    if (this.#isNamed && this.#isJoined) this.sending.open();
    else this.sending.close();
  }
}

const mayWrite = (state: ChatState): boolean => state.muted === null && blockOf(state) === null;
