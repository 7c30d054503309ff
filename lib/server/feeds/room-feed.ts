import { type Entry, type Position, START } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { type CountedHistory, isLaterMark, type ReadMark } from '@/lib/chat/unread';
import { withDeadline } from '@/lib/server/config/deadline';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Appended, Fork, LogFollower, Place, Published, Slice } from '@/lib/server/log/room-log';
import { deliveredIn, undeliveredSince } from './delivered';
import { EarlyPublications } from './early-publications';
import { FeedDepth, READ_BYTES, READ_ENTRIES } from './feed-depth';
import type { FeedOptions } from './feed-options';
import { agreedUpTo, type History } from './forks';
import { Looks } from './looks';
import { type MissingEntries, missingEntriesOf } from './missing-entries';
import { RecentEntries, type Run, toRun } from './recent-entries';
import { CHECK_DEADLINE_MS, RoomWriter } from './room-writer';

/** How often older entries are read for somebody while the history keeps changing. */
const OLDER_TRIES = 3;

/** One node's live copy of a room: its newest entries, consecutive and in the order of the log. */
export class RoomFeed {
  readonly #options: FeedOptions;
  readonly #recent: RecentEntries;
  readonly #depth: FeedDepth;
  #forks: readonly Fork[] = [];
  readonly #writer: RoomWriter;
  readonly #early = new EarlyPublications();
  readonly #looks: Looks;
  #isLoaded = false;
  #markLoaded: () => void = () => {};
  /** Resolves once the newest entries are known; while the store is away, it waits. */
  readonly loaded = new Promise<void>((resolve) => {
    this.#markLoaded = resolve;
  });
  #isClosed = false;
  /** The epoch in which this node let others put back their entries first. */
  #heldBackIn: number | undefined;
  #unfollow: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(options: FeedOptions) {
    this.#options = options;
    const { keep, keepBytes, memory } = options;
    this.#recent = new RecentEntries({ keep, maxBytes: keepBytes, weighed: memory.weighed });
    this.#depth = new FeedDepth(options, this.#recent);
    this.#writer = new RoomWriter({
      ...options,
      reach: () => this.#depth.reach,
      delivered: () => this.position,
      check: () => this.check(),
    });
    this.#looks = new Looks({
      look: async () => {
        await this.#follow();
        return (await this.#look()) && this.#takeEarly();
      },
      done: () => void this.#depth.fill(() => this.#isLoaded && !this.#isClosed),
      retryDelay: options.retryDelay,
    });
    this.#timer = setInterval(() => void this.check(), options.checkEveryMs);
    this.#timer.unref();
    void this.check();
  }

  /** The newest position that this node has seen. */
  get position(): Position {
    return { epoch: this.#epoch, seq: this.#top };
  }

  /** The history that read marks refer to. */
  get history(): CountedHistory {
    return { epoch: this.#epoch, counted: this.#recent.counted, forks: this.#forks };
  }

  get #epoch(): number {
    return this.#recent.epoch;
  }

  get #top(): number {
    return this.#recent.top;
  }

  /** Drops everything but this many bytes of the newest entries; older ones are then answered from the log. */
  giveWay(maxBytes: number): void {
    this.#recent.giveWay(maxBytes);
  }

  /**
   * Calls `attach` with what a client at `position` is missing. What is delivered after `attach` follows it without a gap or
   * repetition, so `attach` must answer the client and add it to the listeners in the same turn. The feed must be loaded.
   */
  async catchUp(position: Position | null, attach: (missing: MissingEntries) => void): Promise<void> {
    // Another node may have heard more than this one: what a client has already seen is in the log.
    const isAhead =
      position?.epoch === this.#epoch ? position.seq > this.#top : (position?.epoch ?? 0) > this.#epoch;
    if (isAhead) await withDeadline(this.check(), CHECK_DEADLINE_MS);
    this.#options.memory.used();
    let recent = this.#depth.missingBefore(position, this.#forks) === 0 ? this.#recent : undefined;
    for (let tries = 0; recent === undefined; tries += 1) {
      if (tries === OLDER_TRIES) throw new ChatError('store_unavailable');
      const older = await this.#depth.readOlder(position, this.#forks);
      if (older.epoch !== this.#epoch) await withDeadline(this.check(), CHECK_DEADLINE_MS);
      // From here on in one turn, so that nothing comes between what is read and what is held, or after both.
      recent = this.#recent.behind(older);
    }
    this.#options.listener.attaching();
    attach(
      missingEntriesOf({ recent, forks: this.#forks, bottom: this.#depth.bottom }, position, this.#options),
    );
  }

  /** Looks at the log if a mark is beyond this copy: another node may have heard more. */
  async reach(mark: ReadMark): Promise<void> {
    const { epoch, counted } = this.history;
    if (isLaterMark(mark, { epoch, number: counted })) await withDeadline(this.check(), CHECK_DEADLINE_MS);
  }

  /** Appends an entry, see {@link RoomWriter.append}. */
  append(entry: Entry): Promise<Appended> {
    return this.#writer.append(entry);
  }

  /** Brings this copy up to the log, as of some moment after this call. While the store is away, it waits. */
  check(): Promise<void> {
    return this.#looks.look();
  }

  close(): void {
    this.#isClosed = true;
    this.#looks.close();
    clearInterval(this.#timer);
    this.#unfollow?.();
    this.#writer.close();
  }

  readonly #follower: LogFollower = {
    heard: (published) => {
      if (this.#take(published)) return;
      this.#early.add(published);
      if (!this.#looks.isLooking) void this.check();
    },
    lapsed: () => {
      void this.check();
      this.#looks.retryNow();
    },
  };

  /** Delivers what is new in a publication, even while the log is read. Returns `false` if something is missing before it. */
  #take({ epoch, from, entries }: Published): boolean {
    const known = this.#top + 1 - from;
    // In an epoch that this node has left, nobody would put back what is delivered only now.
    const isCurrent = epoch === this.#epoch && this.#writer.isSettledIn(epoch);
    if (!this.#isLoaded || !isCurrent || known < 0) return false;
    if (known < entries.length) this.#deliver(epoch, toLogged(entries.slice(known)));
    return true;
  }

  /** Publications of a history that is over do not count. */
  #takeEarly(): boolean {
    return this.#early
      .take()
      .filter(({ epoch }) => epoch >= this.#epoch)
      .map((published) => this.#take(published))
      .every((isTaken) => isTaken);
  }

  async #follow(): Promise<void> {
    this.#unfollow ??= await this.#options.log.follow(this.#options.room, this.#follower);
    if (this.#isClosed) this.#unfollow();
  }

  /** Returns `false` if the log has changed its history meanwhile, which takes another look. */
  async #look(): Promise<boolean> {
    const place = await this.#options.log.top(this.#options.room, this.#writer.newest);
    const { epoch, forks } = place;
    if (epoch !== this.#epoch && (await this.#holdBack(epoch))) return false;
    if (!(await this.#writer.settle(epoch, () => this.#heldBehind({ epoch, forks })))) return false;
    if (!this.#isLoaded) return this.#load(place);
    if (epoch !== this.#epoch) {
      if (this.#epoch !== START.epoch) return this.#changeHistory(place);
      this.#recent.cut(START.seq, epoch);
      this.#forks = forks;
    }
    return place.seq <= this.#top || this.#read(this.#top, epoch, (slice) => void this.#take(slice));
  }

  /**
   * A node that does not hold all that it might lets the others put back their entries first: otherwise those would come after
   * its own. Returns whether it waited.
   */
  async #holdBack(epoch: number): Promise<boolean> {
    if (!this.#isLoaded || !this.#depth.isPart || this.#heldBackIn === epoch) return false;
    this.#heldBackIn = epoch;
    await this.#options.holdBack();
    return true;
  }

  /** Returns what another epoch may have lost, but no more than every node holds. */
  #heldBehind(history: History): readonly LoggedEntry[] {
    const fork = agreedUpTo(history, this.#epoch);
    return this.#recent.runFrom(Math.max(fork, this.#top - this.#depth.reach) + 1).entries;
  }

  /**
   * Reads what follows, up to the log's top when it began: what is appended meanwhile is heard. Returns `false` if the log can
   * no longer give that of this epoch.
   */
  async #read(seq: number, epoch: number, take: (slice: Slice) => void): Promise<boolean> {
    let last = seq;
    let end = Number.POSITIVE_INFINITY;
    while (last < end) {
      const slice = await this.#options.log.after(this.#options.room, last, READ_ENTRIES, READ_BYTES);
      this.#depth.bottom = slice.bottom;
      const isGap = slice.entries.length > 0 && slice.from > last + 1;
      if (isGap) this.#isLoaded = false;
      if (isGap || slice.epoch !== epoch) return false;
      end = Math.min(end, slice.top);
      last += slice.entries.length;
      if (slice.entries.length > 0) take(slice);
      else end = last;
    }
    return true;
  }

  async #load(place: Place): Promise<boolean> {
    const { listener } = this.#options;
    const before = deliveredIn(this.#recent, this.#depth.isPart);
    const slice = await this.#depth.readNewest();
    if (slice.epoch !== place.epoch) return false;
    this.#recent.replace(toRun(slice));
    this.#depth.bottom = slice.bottom;
    this.#forks = place.forks;
    this.#isLoaded = true;
    this.#writer.forgetUpTo(this.position);
    listener.changed(this.#here(), undeliveredSince(before, this.#recent, this.#forks));
    this.#markLoaded();
    return true;
  }

  /** Goes back to the fork, and takes over the order that the log has now. */
  async #changeHistory({ epoch, forks }: Place): Promise<boolean> {
    const fork = Math.min(agreedUpTo({ epoch, forks }, this.#epoch), this.#top);
    const before = deliveredIn(this.#recent, this.#depth.isPart);
    const following: LoggedEntry[] = [];
    if (
      !this.#reaches(fork) ||
      !(await this.#read(fork, epoch, ({ entries }) => following.push(...toLogged(entries))))
    )
      return false;
    if (!this.#reaches(fork)) return false;
    this.#recent.cut(fork, epoch);
    this.#forks = forks;
    this.#keep(epoch, following);
    this.#options.listener.changed(this.#here(), undeliveredSince(before, this.#recent, this.#forks));
    return true;
  }

  /** Returns whether everything after the fork is held, and so can be replaced; otherwise it is read anew. */
  #reaches(fork: number): boolean {
    if (fork < this.#recent.from - 1) this.#isLoaded = false;
    return this.#isLoaded;
  }

  #deliver(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#options.memory.used();
    const { from, counted } = this.#here();
    this.#keep(epoch, entries);
    this.#options.listener.delivered({ epoch, from, counted, entries });
  }

  /** An empty run after the newest entry. */
  #here(): Run {
    return this.#recent.runFrom(this.#top + 1);
  }

  #keep(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#recent.add(epoch, entries);
    this.#writer.forgetUpTo(this.position);
  }
}

const toLogged = (entries: readonly string[]): LoggedEntry[] =>
  entries.map((entry) => new LoggedEntry(entry));
