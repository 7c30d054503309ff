import type { PresenceNews } from './room-roster';

/** A member's name before the first and after the last piece of news; `null` for not present. */
interface Transition {
  readonly before: string | null;
  after: string | null;
}

/** Sums up the news of one room: somebody who came and left again is not news. */
export class PendingPresence {
  readonly #members = new Map<string, Transition>();

  add({ left, joined, renamed }: PresenceNews): void {
    for (const { id, name } of left) this.#move(id, name, null);
    for (const { id, name } of joined) this.#move(id, null, name);
    for (const { id, from, to } of renamed) this.#move(id, from, to);
  }

  /** Returns the sum, and starts anew; `undefined` if there is nothing to tell. */
  take(room: string): PresenceNews | undefined {
    const changed = [...this.#members].filter(([, { before, after }]) => before !== after);
    this.#members.clear();
    if (changed.length === 0) return undefined;
    return {
      room,
      joined: changed.flatMap(([id, { before, after }]) =>
        before === null && after !== null ? [{ id, name: after }] : [],
      ),
      left: changed.flatMap(([id, { before, after }]) =>
        before !== null && after === null ? [{ id, name: before }] : [],
      ),
      renamed: changed.flatMap(([id, { before, after }]) =>
        before !== null && after !== null ? [{ id, from: before, to: after }] : [],
      ),
    };
  }

  /** Ignores what changes nothing for others: somebody who comes twice, or is renamed after leaving. */
  #move(id: string, before: string | null, after: string | null): void {
    const known = this.#members.get(id);
    if (known === undefined) this.#members.set(id, { before, after });
    else if ((known.after === null) === (before === null)) known.after = after;
  }
}
