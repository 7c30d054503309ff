import { type Entry, type Position, START } from '@/lib/chat/entry';
import { type CountedHistory, isLaterMark, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from './deadline';
import { agreedUpTo } from './forks';
import { appendOptions, LoggedEntry } from './logged-entry';
import { RecentEntries, type Run, toRun } from './recent-entries';
import type { Appended, Fork, LogFollower, Place, Published, RoomLog } from './stores/room-log';
import { UnheardEntries } from './unheard-entries';

/** What a client lacks: what follows its position, or what follows `to`, or a page in place of all it has. */
export type Lack = Run &
  (
    | { readonly kind: 'delta' }
    | { readonly kind: 'rewind'; readonly to: number }
    | { readonly kind: 'reset'; readonly hasOlder: boolean }
  );

export interface FeedListener {
  /** The next entries, each once and in the order of the log. */
  delivered(run: Run): void;
  /** Somebody is about to get all that was delivered so far. */
  attaching(): void;
  /** The log is not the one it was, or too much was missed: whoever follows catches up from its own position. */
  changed(place: Run): void;
}

export interface FeedOptions {
  readonly room: string;
  readonly log: RoomLog;
  readonly listener: FeedListener;
  /** A pause before what failed is tried again, in milliseconds; jittered by the caller. */
  readonly retryDelay: () => number;
  /** How often the log's top is compared, in milliseconds: finds a last entry whose publication was lost. */
  readonly checkEveryMs: number;
  /** Entries kept in memory, which a log that lost them gets back. */
  readonly keep: number;
  /** A client further behind than this gets the newest page instead, of `pageSize` entries. */
  readonly deltaMax: number;
  readonly pageSize: number;
}

/** How long a client that has seen more than this node waits for the node to see it too. */
const CHECK_DEADLINE_MS = 2_000;
/** Entries read from the log at a time. */
const READ_ENTRIES = 500;
/** Entries put back into the log at a time. */
const PUT_BACK_ENTRIES = 100;

/** One node's live copy of a room: the newest entries, in the order of the log and without a hole. */
export class RoomFeed {
  readonly #options: FeedOptions;
  readonly #recent: RecentEntries;
  /** `seq` of the oldest entry that the log keeps, as of the last look. */
  #bottom = 1;
  #forks: readonly Fork[] = [];
  readonly #unheard = new UnheardEntries();
  #isCheckNeeded = true;
  #checking: Promise<void> | undefined;
  #isLoaded = false;
  #markLoaded: () => void = () => {};
  /** Resolves once the newest entries are known; while the store is away that takes as long as it takes. */
  readonly loaded = new Promise<void>((resolve) => {
    this.#markLoaded = resolve;
  });
  #isClosed = false;
  #retryNow: () => void = () => {};
  #unfollow: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#recent = new RecentEntries(options.keep);
    this.#timer = setInterval(() => void this.check(), options.checkEveryMs);
    this.#timer.unref();
    void this.check();
  }

  /** The newest position that this node has seen. */
  get position(): Position {
    return { epoch: this.#epoch, seq: this.#top };
  }

  /** What marks are read against. */
  get history(): CountedHistory {
    return { epoch: this.#epoch, counted: this.#recent.counted, forks: this.#forks };
  }

  get #epoch(): number {
    return this.#recent.epoch;
  }

  get #top(): number {
    return this.#recent.top;
  }

  /**
   * Hands `attach` what a client at `position` lacks. Whatever is delivered after `attach` follows it without a hole
   * or a repetition, so it answers the client and adds it to the listeners in that turn. The feed must be loaded.
   */
  async catchUp(position: Position | null, attach: (lack: Lack) => void): Promise<void> {
    // Another node may have heard more than this one: what a client has already seen is in the log.
    const isAhead =
      position?.epoch === this.#epoch ? position.seq > this.#top : (position?.epoch ?? 0) > this.#epoch;
    if (isAhead) await withDeadline(this.check(), CHECK_DEADLINE_MS);
    this.#options.listener.attaching();
    attach(this.#lackOf(position));
  }

  /** Looks at the log where a mark is beyond this copy: another node may have heard more. */
  async reach(mark: ReadMark): Promise<void> {
    const { epoch, counted } = this.history;
    if (isLaterMark(mark, { epoch, number: counted })) await withDeadline(this.check(), CHECK_DEADLINE_MS);
  }

  /** Appends an entry, see {@link RoomLog.append}, and answers for it until the log has shown it. */
  async append(entry: Entry): Promise<Appended> {
    const { room, log } = this.#options;
    const logged = LoggedEntry.of(entry);
    const appended = await log.append(room, entry.id, logged.stored, {
      known: this.position,
      ...appendOptions(logged),
    });
    this.#unheard.add({ logged, position: appended.position }, this.position);
    return appended;
  }

  /** Makes this copy what the log says. Takes as long as the store is away. */
  check(): Promise<void> {
    this.#isCheckNeeded = true;
    this.#checking ??= this.#checkUntilWhole().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#unfollow?.();
  }

  #lackOf(position: Position | null): Lack {
    const { deltaMax, pageSize } = this.#options;
    if (position !== null && position.epoch !== START.epoch && position.epoch <= this.#epoch) {
      const to = Math.min(position.seq, agreedUpTo(this.#forks, position.epoch));
      const isInReach = to >= this.#recent.from - 1 && to <= this.#top && this.#top - to <= deltaMax;
      if (isInReach && position.epoch === this.#epoch)
        return { kind: 'delta', ...this.#recent.runFrom(to + 1) };
      if (isInReach) return { kind: 'rewind', to, ...this.#recent.runFrom(to + 1) };
    }
    const run = this.#recent.runFrom(this.#top + 1 - pageSize);
    return { kind: 'reset', ...run, hasOlder: run.from > this.#bottom };
  }

  readonly #follower: LogFollower = {
    heard: (published) => this.#hear(published),
    lapsed: () => {
      void this.check();
      this.#retryNow();
    },
  };

  #hear({ epoch, seq, entry }: Published): void {
    if (epoch === this.#epoch && seq <= this.#top) return;
    if (epoch === this.#epoch && seq === this.#top + 1 && this.#checking === undefined) {
      this.#deliver(epoch, [new LoggedEntry(entry)]);
      return;
    }
    void this.check();
  }

  /** One look at a time, and another for as long as something was heard meanwhile that it may not have seen. */
  async #checkUntilWhole(): Promise<void> {
    while (this.#isCheckNeeded && !this.#isClosed) {
      this.#isCheckNeeded = false;
      try {
        await this.#follow();
        await this.#look();
      } catch {
        // The store is away, and says so itself; nothing is delivered until it is back.
        this.#isCheckNeeded = true;
        await this.#retryPause();
      }
    }
  }

  /** Until it is worth another try: for a while, or until the store is heard again. */
  #retryPause(): Promise<void> {
    return new Promise((resolve) => {
      this.#retryNow = resolve;
      setTimeout(resolve, this.#options.retryDelay()).unref();
    });
  }

  async #follow(): Promise<void> {
    this.#unfollow ??= await this.#options.log.follow(this.#options.room, this.#follower);
    if (this.#isClosed) this.#unfollow();
  }

  async #look(): Promise<void> {
    const { room, log } = this.#options;
    const place = await log.top(room, this.position);
    if (!this.#isLoaded) return this.#load(place);
    const isFirstEpoch = this.#epoch === START.epoch && place.seq > 0;
    if (place.epoch !== this.#epoch && !isFirstEpoch) return this.#changeHistory(place);
    if (isFirstEpoch) this.#forks = place.forks;
    if (place.seq > this.#top)
      await this.#readMissing(place, (entries) => this.#deliver(place.epoch, entries));
  }

  /** Reads what follows; of another epoch it reads nothing, so that the next look sees where the log stands. */
  async #readMissing({ epoch }: Position, take: (entries: readonly LoggedEntry[]) => void): Promise<void> {
    for (;;) {
      const slice = await this.#options.log.after(this.#options.room, this.#top, READ_ENTRIES);
      this.#bottom = slice.bottom;
      if (slice.epoch !== epoch) {
        this.#isCheckNeeded = true;
        return;
      }
      if (slice.entries.length === 0) return;
      if (slice.from > this.#top + 1) {
        this.#isLoaded = false;
        this.#isCheckNeeded = true;
        return;
      }
      take(toRun(slice).entries);
    }
  }

  async #load(place: Place): Promise<void> {
    const { room, log, keep, listener } = this.#options;
    // What was put back into a history that was lost in its turn, before it could be read again.
    await this.#putBack(this.#unheard.before(place.epoch));
    const slice = await log.before(room, Number.POSITIVE_INFINITY, keep);
    if (slice.epoch !== place.epoch) {
      this.#isCheckNeeded = true;
      return;
    }
    this.#recent.replace(toRun(slice));
    this.#bottom = slice.bottom;
    this.#forks = place.forks;
    this.#isLoaded = true;
    this.#unheard.forgetUpTo(this.position);
    listener.changed(this.#here());
    this.#markLoaded();
  }

  /**
   * The log began a new epoch. It gets back what it may have lost and this node holds, under the same ids and in the
   * same order: any number of nodes may do so, as each entry is added once. Then this copy goes back to the fork and
   * takes the order that the log has now.
   */
  async #changeHistory(place: Place): Promise<void> {
    const fork = Math.min(agreedUpTo(place.forks, this.#epoch), this.#top);
    await this.#putBack([...this.#recent.runFrom(fork + 1).entries, ...this.#unheard.before(place.epoch)]);
    if (fork < this.#recent.from - 1) {
      this.#isLoaded = false;
      this.#isCheckNeeded = true;
      return;
    }
    this.#recent.cut(fork, place.epoch);
    this.#forks = place.forks;
    await this.#readMissing(place, (entries) => this.#keep(place.epoch, entries));
    this.#options.listener.changed(this.#here());
  }

  async #putBack(entries: readonly LoggedEntry[]): Promise<void> {
    const { room, log } = this.#options;
    for (let start = 0; start < entries.length; start += PUT_BACK_ENTRIES) {
      const batch = entries.slice(start, start + PUT_BACK_ENTRIES);
      await Promise.all(
        batch.map(async (logged) => {
          const { entry, stored } = logged;
          const { position } = await log.append(room, entry.id, stored, appendOptions(logged));
          // Until it has been read again: the store may lose it once more before that.
          this.#unheard.add({ logged, position }, START);
        }),
      );
    }
  }

  #deliver(epoch: number, entries: readonly LoggedEntry[]): void {
    const { from, counted } = this.#here();
    this.#keep(epoch, entries);
    this.#options.listener.delivered({ epoch, from, counted, entries });
  }

  /** Behind the newest entry, with nothing in it. */
  #here(): Run {
    return this.#recent.runFrom(this.#top + 1);
  }

  #keep(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#recent.add(epoch, entries);
    this.#unheard.forgetUpTo(this.position);
  }
}
