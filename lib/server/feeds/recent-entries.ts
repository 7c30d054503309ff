import { amendedLog, countLogged, LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Slice } from '@/lib/server/log/room-log';

/** Entries in order and without a hole, the first at `from`, as they are now. */
export interface Run {
  readonly epoch: number;
  readonly from: number;
  /** How many messages stand before `from`. */
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
  /** So many entries, and a quarter more. */
  readonly keep: number;
  /** What they weigh together. */
  readonly maxBytes?: number;
  /** Told how many bytes more, or fewer, they weigh. */
  readonly weighed?: (delta: number) => void;
}

/** The newest entries of a room, in order and without a hole, within bounds. They may be none. */
export class RecentEntries {
  readonly #bounds: Required<RecentBounds>;
  #epoch = 0;
  #from = 1;
  #entries: LoggedEntry[] = [];
  #bytes = 0;
  /** How many messages stand up to the newest entry. */
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

  /** How many messages there have been in the room. */
  get counted(): number {
    return this.#counted;
  }

  /** These, and nothing else. */
  replace({ epoch, from, counted, entries }: Run): void {
    this.#epoch = epoch;
    this.#from = from;
    this.#counted = counted + countLogged(entries);
    this.#set(entries.map(unparsed));
    this.#trim();
  }

  /** What stands right before the oldest. */
  addOlder({ from, entries }: Run): void {
    this.#from = from;
    this.#set([...amendedLog(entries, this.#entries).map(unparsed), ...this.#entries]);
  }

  /** What follows, and what becomes of those before. */
  add(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#epoch = epoch;
    this.#counted += countLogged(entries);
    const before = amendedLog(this.#entries, entries);
    if (before !== this.#entries) this.#set([...before]);
    // A message may come together with what amends it.
    const added = amendedLog(entries, entries).map(unparsed);
    this.#entries.push(...added);
    this.#weigh(weightOf(added));
    this.#trim();
  }

  /** In larger steps, so that not every entry moves all others. */
  #trim(): void {
    const { keep, maxBytes } = this.#bounds;
    const excess = this.#entries.length - keep;
    if (excess > keep / 4) this.#drop(excess);
    if (this.#bytes > maxBytes) this.giveWay(maxBytes * TRIMMED_TO);
  }

  /** Only so many bytes of the newest stay. */
  giveWay(maxBytes: number): void {
    this.#drop(this.#entries.length - this.fitting(maxBytes));
  }

  /** How many of the newest weigh no more than this together. */
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

  /** Those behind `seq` that are none of these. */
  without(ids: ReadonlySet<string>, seq: number): readonly LoggedEntry[] {
    return this.runFrom(seq + 1).entries.filter(({ id }) => !ids.has(id));
  }

  /** Where the first of these stands. */
  placeOf(ids: ReadonlySet<string>): number | undefined {
    const index = this.#entries.findIndex(({ id }) => ids.has(id));
    return index < 0 ? undefined : this.#from + index;
  }

  /** Goes back to `seq`, up to which another epoch agrees. It is not before all that is here. */
  cut(seq: number, epoch: number): void {
    this.#counted = this.runFrom(seq + 1).counted;
    this.#epoch = epoch;
    this.#set(this.#entries.slice(0, seq + 1 - this.#from));
  }

  /** From `seq` to the newest; from the oldest on, where `seq` is before it. */
  runFrom(seq: number): Run {
    const from = Math.max(seq, this.#from);
    const entries = this.#entries.slice(from - this.#from);
    return { epoch: this.#epoch, from, counted: this.#counted - countLogged(entries), entries };
  }

  /** The same behind what was read of the log, which may overlap; `undefined` where that is of another history or ends before. */
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

/** Of the bytes that may be held so many stay, when they were more. */
const TRIMMED_TO = 7 / 8;

/** Whoever looks at an entry on its way leaves it parsed, which takes as much again. */
const unparsed = ({ stored }: LoggedEntry): LoggedEntry => new LoggedEntry(stored);

const weightOf = (entries: readonly LoggedEntry[]): number =>
  entries.reduce((sum, { weight }) => sum + weight, 0);
