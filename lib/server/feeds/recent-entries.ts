import { amendedLog, countLogged, LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Slice } from '@/lib/server/log/room-log';

/** Consecutive entries, the first at `from`, in their current state. */
export interface Run {
  readonly epoch: number;
  readonly from: number;
  /** How many messages come before `from`. */
  readonly counted: number;
  readonly entries: readonly LoggedEntry[];
}

export const toRun = ({ epoch, from, counted, entries }: Slice): Run => ({
  epoch,
  from,
  counted,
  entries: entries.map((stored) => new LoggedEntry(stored)),
});

export interface RecentBounds {
  /** How many entries are kept; up to a quarter more are held. */
  readonly keep: number;
  /** What they may weigh together. */
  readonly maxBytes?: number;
  /** Called with the number of bytes by which they grow or shrink. */
  readonly weighed?: (delta: number) => void;
}

/** The newest entries of a room, consecutive and within bounds. There may be none. */
export class RecentEntries {
  readonly #bounds: Required<RecentBounds>;
  #epoch = 0;
  #from = 1;
  #entries: LoggedEntry[] = [];
  #bytes = 0;
  /** How many messages there are up to the newest entry. */
  #counted = 0;

  constructor(bounds: RecentBounds) {
    this.#bounds = { maxBytes: Number.POSITIVE_INFINITY, weighed: () => {}, ...bounds };
  }

  get from(): number {
    return this.#from;
  }

  get top(): number {
    return this.#from + this.#entries.length - 1;
  }

  get length(): number {
    return this.#entries.length;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** What they weigh together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many messages there have ever been in the room. */
  get counted(): number {
    return this.#counted;
  }

  /** Replaces everything with these entries. */
  replace({ epoch, from, counted, entries }: Run): void {
    this.#epoch = epoch;
    this.#from = from;
    this.#counted = counted + countLogged(entries);
    this.#set(entries.map(unparsed));
    this.#trim();
  }

  /** Adds the entries right before the oldest one. */
  addOlder({ from, entries }: Run): void {
    this.#from = from;
    this.#set([...amendedLog(entries, this.#entries).map(unparsed), ...this.#entries]);
  }

  /** Adds the entries that follow, and applies amendments to those before. */
  add(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#epoch = epoch;
    this.#counted += countLogged(entries);
    const before = amendedLog(this.#entries, entries);
    if (before !== this.#entries) this.#set([...before]);
    // A message may arrive together with its amendments.
    const added = amendedLog(entries, entries).map(unparsed);
    this.#entries.push(...added);
    this.#weigh(weightOf(added));
    this.#trim();
  }

  /** Drops old entries in larger steps, so that not every new entry moves all others. */
  #trim(): void {
    const { keep, maxBytes } = this.#bounds;
    const excess = this.#entries.length - keep;
    if (excess > keep / 4) this.#drop(excess);
    if (this.#bytes > maxBytes) this.giveWay(maxBytes * TRIMMED_TO);
  }

  /** Drops everything but this many bytes of the newest entries. */
  giveWay(maxBytes: number): void {
    this.#drop(this.#entries.length - this.fitting(maxBytes));
  }

  /** Returns how many of the newest entries weigh at most this much together. */
  fitting(maxBytes: number): number {
    let bytes = this.#bytes;
    let dropped = 0;
    while (bytes > maxBytes) {
      bytes -= this.#entries[dropped]?.weight ?? bytes;
      dropped += 1;
    }
    return this.#entries.length - dropped;
  }

  #drop(count: number): void {
    if (count <= 0) return;
    this.#weigh(-weightOf(this.#entries.splice(0, count)));
    this.#from += count;
  }

  #set(entries: LoggedEntry[]): void {
    this.#entries = entries;
    this.#weigh(weightOf(entries) - this.#bytes);
  }

  #weigh(delta: number): void {
    this.#bytes += delta;
    this.#bounds.weighed(delta);
  }

  ids(): ReadonlySet<string> {
    return new Set(this.#entries.map(({ id }) => id));
  }

  /** Returns the entries after `seq` whose ids are not among these. */
  without(ids: ReadonlySet<string>, seq: number): readonly LoggedEntry[] {
    return this.runFrom(seq + 1).entries.filter(({ id }) => !ids.has(id));
  }

  /** Returns the position of the first of these. */
  placeOf(ids: ReadonlySet<string>): number | undefined {
    const index = this.#entries.findIndex(({ id }) => ids.has(id));
    return index < 0 ? undefined : this.#from + index;
  }

  /** Goes back to `seq`, up to which another epoch agrees. `seq` must not be before everything held. */
  cut(seq: number, epoch: number): void {
    this.#counted = this.runFrom(seq + 1).counted;
    this.#epoch = epoch;
    this.#set(this.#entries.slice(0, seq + 1 - this.#from));
  }

  /** Returns the entries from `seq` to the newest; from the oldest on if `seq` is before it. */
  runFrom(seq: number): Run {
    const from = Math.max(seq, this.#from);
    const entries = this.#entries.slice(from - this.#from);
    return { epoch: this.#epoch, from, counted: this.#counted - countLogged(entries), entries };
  }

  /**
   * Returns these entries appended to what was read of the log, which may overlap; `undefined` if that is from another history
   * or ends too early.
   */
  behind(older: Run): RecentEntries | undefined {
    const end = older.from + older.entries.length;
    if (older.epoch !== this.#epoch || end < this.#from) return undefined;
    const whole = new RecentEntries({ keep: Number.POSITIVE_INFINITY });
    whole.replace(this.runFrom(this.#from));
    const entries = older.entries.slice(0, Math.max(0, this.#from - older.from));
    if (entries.length > 0) whole.addOlder({ ...older, entries });
    return whole;
  }
}

/** Trimming to less than the limit leaves this share of it. */
const TRIMMED_TO = 7 / 8;

/** Drops the parsed form, which takes as much memory again: an entry may have been looked at on its way. */
const unparsed = ({ stored }: LoggedEntry): LoggedEntry => new LoggedEntry(stored);

const weightOf = (entries: readonly LoggedEntry[]): number =>
  entries.reduce((sum, { weight }) => sum + weight, 0);
