import type { Published } from '@/lib/server/log/room-log';

/** More than comes while a log is read, unless that takes very long: then it is read once more. */
const ENTRIES_MAX = 5_000;
/** The same of long ones. */
const CHARACTERS_MAX = 4 * 1024 * 1024;

/** What was heard before all that stands in front of it was read. */
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

  /** How much waits. */
  get characters(): number {
    return this.#characters;
  }

  /** In the order in which it was heard; from now on it waits no more. */
  take(): readonly Published[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    this.#characters = 0;
    return waiting;
  }
}
