import type { FeedMemory } from './feed-options';

/** A room with people in it keeps this much of its newest entries, unless that is too much for all rooms together. */
const FEW_BYTES = 64 * 1024;

/** Beyond its bound, a node frees a tenth of it, so that not every entry has to free a little. */
const FREED_TO = 0.9;
/** Beyond this share, no older entries are fetched: they would soon have to go again. */
const FILLED_TO = 0.75;

/** How many reads of older entries run at a time: each may be of megabytes. */
const READS_AT_ONCE = 4;

/** A room, seen as something that holds memory. */
export interface HoldingRoom {
  readonly hasPeople: boolean;
  /** Drops older entries until the others weigh no more than this. */
  giveWay(maxBytes: number): void;
  /** Closes the room, which nobody is in. */
  close(): void;
}

export interface FeedShare extends FeedMemory {
  /** Called when the feed no longer holds anything. */
  close(): void;
}

/**
 * What the rooms of a node hold in memory, with one bound for all. At the bound, rooms that nobody is in are closed; then those
 * used least recently give way, and what they drop is read from the store when somebody asks for it.
 */
export class RoomMemory {
  readonly #maxBytes: number;
  /** In the order of their last use. */
  readonly #rooms = new Set<HoldingRoom>();
  #heldBytes = 0;
  #isFreeing = false;
  #reads = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Returns a room's share, which its feed uses until it is closed. */
  share(room: HoldingRoom): FeedShare {
    let heldBytes = 0;
    let isClosed = false;
    this.#use(room); // It may be read in full before anybody enters.
    return {
      weighed: (delta) => {
        if (isClosed) return;
        heldBytes += delta;
        this.#weigh(delta);
      },
      used: () => {
        if (!isClosed) this.#use(room);
      },
      hasSpace: () => this.#heldBytes < this.#maxBytes * FILLED_TO,
      inTurn: (read) => this.#inTurn(read),
      close: () => {
        isClosed = true;
        this.#rooms.delete(room);
        this.#heldBytes -= heldBytes;
        heldBytes = 0;
      },
    };
  }

  #use(room: HoldingRoom): void {
    this.#rooms.delete(room);
    this.#rooms.add(room);
  }

  #weigh(delta: number): void {
    this.#heldBytes += delta;
    if (this.#heldBytes <= this.#maxBytes || this.#isFreeing) return;
    this.#isFreeing = true;
    // Not in the middle of a feed's work.
    setImmediate(() => this.#free());
  }

  #free(): void {
    const rooms = [...this.#rooms];
    const isEnough = () => this.#heldBytes <= this.#maxBytes * FREED_TO;
    for (const room of rooms) if (!isEnough() && !room.hasPeople) room.close();
    for (const keptBytes of [FEW_BYTES, 0]) {
      for (const room of rooms) if (!isEnough()) room.giveWay(keptBytes);
    }
    this.#isFreeing = false;
  }

  async #inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.#reads >= READS_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#reads += 1;
    try {
      return await read();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#reads -= 1;
      else next();
    }
  }
}
