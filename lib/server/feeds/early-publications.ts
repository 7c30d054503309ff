import type { Published } from '@/lib/server/log/room-log';

/** More than arrives while a log is read, unless that takes very long; then the log is read once more. */
const ENTRIES_MAX = 5_000;
/** The same bound for long entries. */
const CHARACTERS_MAX = 4 * 1024 * 1024;

/** Publications that arrived before everything in front of them was read. */
export class EarlyPublications {
  #waiting: Published[] = [];
  #count = 0;
  #characters = 0;

  add(published: Published): void {
    const { entries } = published;
    if (this.#count + entries.length > ENTRIES_MAX || this.#characters > CHARACTERS_MAX) this.take();
    this.#count += entries.length;
    for (const entry of entries) this.#characters += entry.length;
    this.#waiting.push(published);
  }

  /** How many characters are waiting. */
  get characters(): number {
    return this.#characters;
  }

  /** Returns them in the order in which they arrived, and keeps none. */
  take(): readonly Published[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    this.#characters = 0;
    return waiting;
  }
}
