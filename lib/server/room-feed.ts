import { type Entry, type Position, START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { type CountedHistory, isLaterMark, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from './deadline';
import type { FeedOptions } from './feed-options';
import { agreedUpTo } from './forks';
import { type Lack, lackOf } from './lack';
import { appendOptions, LoggedEntry } from './logged-entry';
import { RecentEntries, type Run, toRun } from './recent-entries';
import type { Appended, Fork, LogFollower, Place, Published } from './stores/room-log';
import { UnheardEntries } from './unheard-entries';

/** How long a client that has seen more than this node waits for the node to see it too. */
const CHECK_DEADLINE_MS = 2_000;
/** The log begins another history meanwhile; so often, and then it is left to the client's next try. */
const APPEND_TRIES = 3;
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

  /** What the log must have: what was delivered here, and what was appended and is not heard yet. */
  get #known(): Position {
    return this.#unheard.newestBeside(this.position);
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
    const held = { recent: this.#recent, forks: this.#forks, bottom: this.#bottom };
    attach(lackOf(held, position, this.#options));
  }

  /** Looks at the log where a mark is beyond this copy: another node may have heard more. */
  async reach(mark: ReadMark): Promise<void> {
    const { epoch, counted } = this.history;
    if (isLaterMark(mark, { epoch, number: counted })) await withDeadline(this.check(), CHECK_DEADLINE_MS);
  }

  /** Appends an entry, see {@link RoomLog.append}, and answers for it until the log has shown it. */
  async append(entry: Entry): Promise<Appended> {
    const logged = LoggedEntry.of(entry);
    for (let tries = 0; tries < APPEND_TRIES; tries += 1) {
      const appended = await this.#append(logged, this.#known);
      if (appended !== null) {
        this.#unheard.add({ logged, position: appended.position }, this.position);
        return appended;
      }
      await withDeadline(this.check(), CHECK_DEADLINE_MS);
    }
    throw new ChatError('store_unavailable');
  }

  #append(logged: LoggedEntry, known: Position): Promise<Appended | null> {
    const { room, log } = this.#options;
    return log.append(room, logged.entry.id, logged.stored, { known, ...appendOptions(logged) });
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

  readonly #follower: LogFollower = {
    heard: (published) => this.#hear(published),
    lapsed: () => {
      void this.check();
      this.#retryNow();
    },
  };

  #hear({ epoch, from, entries }: Published): void {
    const next = this.#top + 1;
    const isKnown = epoch === this.#epoch;
    if (isKnown && from + entries.length <= next) return;
    if (!isKnown || from !== next || this.#checking !== undefined) return void this.check();
    this.#deliver(
      epoch,
      entries.map((entry) => new LoggedEntry(entry)),
    );
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
    const place = await log.top(room, this.#known);
    if (!this.#isLoaded) return this.#load(place);
    const isOther = place.epoch !== this.#epoch;
    const isLost = this.#unheard.before(place.epoch).length > 0;
    if (isLost || (isOther && this.#epoch !== START.epoch)) return this.#changeHistory(place);
    if (isOther) {
      await this.#options.putBackRoom(false); // Its first entry, or the first since all was lost: that looks the same.
      this.#forks = place.forks;
    }
    if (place.seq <= this.#top) return;
    const missing = (await this.#readAfter(this.#top, place.epoch)) ?? [];
    for (let start = 0; start < missing.length; start += READ_ENTRIES)
      this.#deliver(place.epoch, missing.slice(start, start + READ_ENTRIES));
  }

  /** All that follows. Where that cannot be had of this epoch any more: `null`, and the next look sees where the log is. */
  async #readAfter(seq: number, epoch: number): Promise<readonly LoggedEntry[] | null> {
    const found: LoggedEntry[] = [];
    for (;;) {
      const last = seq + found.length;
      const slice = await this.#options.log.after(this.#options.room, last, READ_ENTRIES);
      this.#bottom = slice.bottom;
      const isGap = slice.entries.length > 0 && slice.from > last + 1;
      if (isGap) this.#isLoaded = false;
      if (isGap || slice.epoch !== epoch) {
        this.#isCheckNeeded = true;
        return null;
      }
      if (slice.entries.length === 0) return found;
      found.push(...toRun(slice).entries);
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
    const before = this.#recent.ids();
    this.#recent.replace(toRun(slice));
    this.#bottom = slice.bottom;
    this.#forks = place.forks;
    this.#isLoaded = true;
    this.#unheard.forgetUpTo(this.position);
    listener.changed(this.#here(), before.size === 0 ? [] : this.#recent.without(before));
    this.#markLoaded();
  }

  /**
   * The log began a new epoch. It gets back what it may have lost and this node holds, under the same ids and in the
   * same order: any number of nodes may do so, as each entry is added once. Then this copy goes back to the fork and
   * takes the order that the log has now.
   */
  async #changeHistory(place: Place): Promise<void> {
    const { keep, putBackRoom, listener } = this.#options;
    const fork = Math.min(agreedUpTo(place.forks, this.#epoch), this.#top);
    // No more than every node holds of it: what only this one holds would come behind what is newer.
    const held = this.#recent.runFrom(Math.max(fork, this.#top - keep) + 1).entries;
    const before = this.#recent.ids();
    await putBackRoom(true);
    await this.#putBack([...held, ...this.#unheard.before(place.epoch)]);
    if (fork < this.#recent.from - 1) {
      this.#isLoaded = false;
      this.#isCheckNeeded = true;
      return;
    }
    const following = await this.#readAfter(fork, place.epoch);
    if (following === null) return;
    this.#recent.cut(fork, place.epoch);
    this.#forks = place.forks;
    this.#keep(place.epoch, following);
    listener.changed(this.#here(), this.#recent.without(before));
  }

  async #putBack(entries: readonly LoggedEntry[]): Promise<void> {
    for (let start = 0; start < entries.length; start += PUT_BACK_ENTRIES) {
      const batch = entries.slice(start, start + PUT_BACK_ENTRIES);
      await Promise.all(
        batch.map(async (logged) => {
          const appended = await this.#append(logged, START);
          // Until it has been read again: the store may lose it once more before that.
          if (appended !== null) this.#unheard.add({ logged, position: appended.position }, START);
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
