import type { Published } from './stores/room-log';

/** More than comes while a log is read, unless that takes very long: then it is read once more. */
const ENTRIES_MAX = 5_000;

/** What was heard before all that stands in front of it was read. */
export class EarlyPublications {
  #waiting: Published[] = [];
  #count = 0;

  add(published: Published): void {
    if (this.#count + published.entries.length > ENTRIES_MAX) this.take();
    this.#count += published.entries.length;
    this.#waiting.push(published);
  }

  /** In the order in which it was heard; from now on it waits no more. */
  take(): readonly Published[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    return waiting;
  }
}
