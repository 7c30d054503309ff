import { amendedLog, countLogged, LoggedEntry } from './logged-entry';
import type { Slice } from './stores/room-log';

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

/** The newest entries of a room, in order and without a hole, and no more of them than `keep` and a quarter. */
export class RecentEntries {
  readonly #keep: number;
  #epoch = 0;
  #from = 1;
  #entries: LoggedEntry[] = [];
  /** How many messages stand up to the newest entry. */
  #counted = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  get from(): number {
    return this.#from;
  }

  get top(): number {
    return this.#from + this.#entries.length - 1;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** How many messages there have been in the room. */
  get counted(): number {
    return this.#counted;
  }

  /** These, and nothing else. */
  replace({ epoch, from, counted, entries }: Run): void {
    this.#epoch = epoch;
    this.#from = from;
    this.#entries = [...entries];
    this.#counted = counted + countLogged(entries);
  }

  /** What follows, and what becomes of those before. */
  add(epoch: number, entries: readonly LoggedEntry[]): void {
    this.#epoch = epoch;
    this.#counted += countLogged(entries);
    const before = amendedLog(this.#entries, entries);
    if (before !== this.#entries) this.#entries = [...before];
    // A message may come together with what amends it.
    this.#entries.push(...amendedLog(entries, entries));
    const excess = this.#entries.length - this.#keep;
    // In larger steps, so that not every entry moves all others.
    if (excess > this.#keep / 4) {
      this.#entries.splice(0, excess);
      this.#from += excess;
    }
  }

  ids(): ReadonlySet<string> {
    return new Set(this.#entries.map(({ entry }) => entry.id));
  }

  without(ids: ReadonlySet<string>): readonly LoggedEntry[] {
    return this.#entries.filter(({ entry }) => !ids.has(entry.id));
  }

  /** Goes back to `seq`, up to which another epoch agrees. */
  cut(seq: number, epoch: number): void {
    this.#counted = this.runFrom(seq + 1).counted;
    this.#entries.length = seq + 1 - this.#from;
    this.#epoch = epoch;
  }

  /** From `seq` to the newest; from the oldest on, where `seq` is before it. */
  runFrom(seq: number): Run {
    const from = Math.max(seq, this.#from);
    const entries = this.#entries.slice(from - this.#from);
    return { epoch: this.#epoch, from, counted: this.#counted - countLogged(entries), entries };
  }
}
