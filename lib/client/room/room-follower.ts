import type { Entry } from '@/lib/chat/entry';
import type { ErrorReport, Result } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { applyPresence, noticesOf } from '@/lib/chat/presence';
import { kindOf } from '@/lib/chat/room';
import { isBeyond, type NoticeContent, positionOf, topOf } from '@/lib/chat/timeline/timeline';
import type { Environment } from '@/lib/client/environment/environment';
import { memberIdOf } from '@/lib/client/state/chat-state';
import type { ChatStore } from '@/lib/client/state/chat-store';
import type { TimelineKeeper } from '@/lib/client/state/timeline-keeper';
import type { Request } from '@/lib/client/wire/wire';

export interface RoomFollowerOptions {
  readonly room: string;
  readonly request: Request;
  readonly store: ChatStore;
  readonly timeline: TimelineKeeper;
  readonly environment: Environment;
  readonly notice: (content: NoticeContent) => void;
  /** Called after each catch-up. */
  readonly caughtUp: (joined: Joined) => void;
  /** Called with the entries that follow it, each once and in order. */
  readonly laterEntries: (entries: readonly Entry[]) => void;
  /** Called when a catch-up failed, because the node did not answer or refused. */
  readonly failed: (error: ErrorReport) => void;
}

const RETRY_MS = 1_000;

/** Keeps the timeline of one room in step with its log for as long as there is a session. */
export class RoomFollower {
  readonly #options: RoomFollowerOptions;
  #isOpen = false;
  #isJoining = false;
  /** Goes up each time following ends: a late answer to a request of an earlier round is void. */
  #round = 0;
  /** What arrives during a request is applied after the answer. */
  #held: (() => void)[] = [];
  #cancelRetry = () => {};

  constructor(options: RoomFollowerOptions) {
    this.#options = options;
  }

  open(): void {
    this.#isOpen = true;
    void this.catchUp();
  }

  close(): void {
    this.#isOpen = false;
    this.#round += 1;
    this.#cancelRetry();
    this.#endJoining();
  }

  /** Asks the node for what is missing. Does nothing while a request is under way. */
  async catchUp(): Promise<void> {
    if (!this.#isOpen || this.#isJoining) return;
    const { request, store, environment } = this.#options;
    this.#cancelRetry();
    this.#isJoining = true;
    store.setState({ catchingUpSince: environment.now() });
    const round = this.#round;
    const result = await this.join(request);
    if (round !== this.#round) return;
    const held = this.#endJoining();
    if (result.ok) return this.#take(result.data, held);
    this.#options.failed(result.error);
    if (result.error.retryable) this.#catchUpLater(result.error.retryAfterMs);
  }

  /** Asks for what is missing over the given connection. */
  join(request: Request): Promise<Result<Joined>> {
    const { room, timeline } = this.#options;
    return request('room:join', { room, position: positionOf(timeline.latest()) });
  }

  /** Another connection has joined the room; follows it from now on. */
  moveTo(joined: Joined, frames: readonly Frame[]): void {
    this.close();
    this.#isOpen = true;
    this.#take(
      joined,
      frames.map((frame) => () => this.entriesCame(frame)),
    );
  }

  entriesCame(frame: Frame): void {
    const { room, timeline } = this.#options;
    if (frame.room !== room) return;
    if (this.#isJoining) this.#held.push(() => this.entriesCame(frame));
    else if (isBeyond(timeline.latest(), frame)) void this.catchUp();
    else this.#append(frame);
  }

  /** Passes on only entries that are new at the end: a later action may already have undone what was there before. */
  #append(frame: Frame): void {
    const { timeline, laterEntries } = this.#options;
    const top = topOf(timeline.latest());
    timeline.apply({ type: 'received', frame });
    const { entries, from } = timeline.latest();
    laterEntries(entries.slice(top + 1 - from));
  }

  presenceChanged(change: PresenceChange): void {
    const { room, store, notice } = this.#options;
    if (change.room !== room) return;
    if (this.#isJoining) {
      this.#held.push(() => this.presenceChanged(change));
      return;
    }
    const state = store.getState();
    store.setState({ present: applyPresence(state.present, change) });
    // In a direct message the header says whether the other is there.
    if (kindOf(room) === 'direct') return;
    for (const content of noticesOf(change, state.present, memberIdOf(state))) notice(content);
  }

  /** Returns what was held back during the request. */
  #endJoining(): (() => void)[] {
    this.#isJoining = false;
    this.#options.store.setState({ catchingUpSince: null });
    return this.#held.splice(0);
  }

  #take(joined: Joined, held: readonly (() => void)[]): void {
    this.#options.timeline.apply({ type: 'caughtUp', catchUp: joined.catchUp });
    this.#options.store.setState({ room: joined.room, present: joined.present });
    this.#options.caughtUp(joined);
    for (const apply of held) apply();
  }

  #catchUpLater(afterMs = 0): void {
    if (!this.#isOpen) return;
    const { after, random } = this.#options.environment;
    this.#cancelRetry = after(afterMs + RETRY_MS * (0.5 + random()), () => void this.catchUp());
  }
}
