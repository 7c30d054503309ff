import type { Position } from '@/lib/chat/entry';
import type { LogFollower, Published, RoomLog } from './stores/room-log';

/** Entries in order and without a hole, the first at `from`, as they are stored. */
export interface Run {
  readonly epoch: number;
  readonly from: number;
  readonly entries: readonly string[];
}

/** What a client lacks: what follows its position, or the newest entries in place of all it has. */
export type Lack = Run &
  ({ readonly kind: 'delta' } | { readonly kind: 'reset'; readonly hasOlder: boolean });

export interface FeedListener {
  /** The next entries, each once and in the order of the log. */
  delivered(run: Run): void;
  /** The log is not the one it was, or too much was missed: whoever follows catches up from its own position. */
  reset(place: Position): void;
}

export interface FeedOptions {
  readonly room: string;
  readonly log: RoomLog;
  readonly listener: FeedListener;
  /** A pause before what failed is tried again, in milliseconds; jittered by the caller. */
  readonly retryDelay: () => number;
  /** How often the log's top is compared, in milliseconds: finds a last entry whose publication was lost. */
  readonly checkEveryMs: number;
  /** Entries kept in memory. */
  readonly keep: number;
  /** A client further behind than this gets the newest page instead, of `pageSize` entries. */
  readonly deltaMax: number;
  readonly pageSize: number;
}

/** Entries read from the log at a time. */
const READ_ENTRIES = 500;

/** One node's live copy of a room: the newest entries, in the order of the log and without a hole. */
export class RoomFeed {
  readonly #options: FeedOptions;
  #epoch = 0;
  #from = 1;
  #entries: string[] = [];
  /** `seq` of the oldest entry that the log keeps, as of the last look. */
  #bottom = 1;
  #isRepairNeeded = true;
  #repairing: Promise<void> | undefined;
  #isLoaded = false;
  #markLoaded: () => void = () => {};
  /** Resolves once the newest entries are known; while the store is away that takes as long as it takes. */
  readonly loaded = new Promise<void>((resolve) => {
    this.#markLoaded = resolve;
  });
  #isClosed = false;
  #unfollow: (() => void) | undefined;
  readonly #check: NodeJS.Timeout;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#check = setInterval(() => void this.#compareTop(), options.checkEveryMs);
    this.#check.unref();
    void this.#repair();
  }

  get #top(): number {
    return this.#from + this.#entries.length - 1;
  }

  /**
   * Hands `attach` what a client at `position` lacks. Whatever is delivered after `attach` follows it without a hole
   * or a repetition, so it answers the client and adds it to the listeners in that turn. The feed must be loaded.
   */
  async catchUp(position: Position | null, attach: (lack: Lack) => void): Promise<void> {
    // Another node may have heard more than this one: what a client has already seen is in the log.
    if (position !== null && position.epoch >= this.#epoch && position.seq > this.#top) {
      this.#isRepairNeeded = true;
      await this.#repair();
    }
    attach(this.#lackOf(position));
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#check);
    this.#unfollow?.();
  }

  #lackOf(position: Position | null): Lack {
    const isOurs = position !== null && position.epoch === this.#epoch;
    const isNear =
      isOurs && position.seq >= this.#from - 1 && this.#top - position.seq <= this.#options.deltaMax;
    if (isNear && position.seq <= this.#top) return { kind: 'delta', ...this.#runFrom(position.seq + 1) };
    const run = this.#runFrom(Math.max(this.#from, this.#top + 1 - this.#options.pageSize));
    return { kind: 'reset', ...run, hasOlder: run.from > this.#bottom };
  }

  #runFrom(from: number): Run {
    return { epoch: this.#epoch, from, entries: this.#entries.slice(from - this.#from) };
  }

  readonly #follower: LogFollower = {
    heard: (published) => this.#hear(published),
    lapsed: () => {
      this.#isRepairNeeded = true;
      void this.#repair();
    },
  };

  #hear({ epoch, seq, entry }: Published): void {
    if (epoch === this.#epoch && seq <= this.#top) return;
    if (epoch === this.#epoch && seq === this.#top + 1 && this.#repairing === undefined) {
      this.#deliver({ epoch, from: seq, entries: [entry] });
      return;
    }
    this.#isRepairNeeded = true;
    void this.#repair();
  }

  /** Reads what is missing, once at a time and again for as long as something was heard that it cannot explain. */
  #repair(): Promise<void> {
    this.#repairing ??= this.#readUntilWhole().finally(() => {
      this.#repairing = undefined;
    });
    return this.#repairing;
  }

  async #readUntilWhole(): Promise<void> {
    while (this.#isRepairNeeded && !this.#isClosed) {
      this.#isRepairNeeded = false;
      try {
        await this.#follow();
        if (this.#isLoaded) await this.#readMissing();
        else await this.#load();
      } catch {
        // The store is away, and says so itself; nothing is delivered until it is back.
        this.#isRepairNeeded = true;
        await new Promise((resolve) => setTimeout(resolve, this.#options.retryDelay()).unref());
      }
    }
  }

  async #follow(): Promise<void> {
    this.#unfollow ??= await this.#options.log.follow(this.#options.room, this.#follower);
    if (this.#isClosed) this.#unfollow();
  }

  async #load(): Promise<void> {
    const { room, log, keep } = this.#options;
    const slice = await log.before(room, Number.POSITIVE_INFINITY, keep);
    this.#epoch = slice.epoch;
    this.#from = slice.from;
    this.#entries = [...slice.entries];
    this.#bottom = slice.bottom;
    if (this.#isLoaded) this.#options.listener.reset({ epoch: slice.epoch, seq: this.#top });
    this.#isLoaded = true;
    this.#markLoaded();
  }

  async #readMissing(): Promise<void> {
    const { room, log } = this.#options;
    for (;;) {
      const slice = await log.after(room, this.#top, READ_ENTRIES);
      this.#bottom = slice.bottom;
      const isFirstEpoch = this.#epoch === 0 && this.#top === 0;
      const isContinued = (slice.epoch === this.#epoch || isFirstEpoch) && slice.top >= this.#top;
      if (!isContinued || slice.from > this.#top + 1) return this.#load();
      this.#epoch = slice.epoch;
      if (slice.entries.length === 0) return;
      this.#deliver(slice);
    }
  }

  #deliver({ epoch, from, entries }: Run): void {
    this.#entries.push(...entries);
    const excess = this.#entries.length - this.#options.keep;
    if (excess > this.#options.keep / 4) {
      this.#entries.splice(0, excess);
      this.#from += excess;
    }
    this.#options.listener.delivered({ epoch, from, entries });
  }

  async #compareTop(): Promise<void> {
    try {
      const top = await this.#options.log.top(this.#options.room);
      if (top.epoch === this.#epoch && top.seq === this.#top) return;
    } catch {
      return; // The store is away, and says so itself.
    }
    this.#isRepairNeeded = true;
    await this.#repair();
  }
}
