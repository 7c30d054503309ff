import type { PresenceNews } from './room-roster';

/** What a member was called before the first and is after the last of some news; `null` for not here. */
interface Transition {
  readonly before: string | null;
  after: string | null;
}

/** News of one room, summed up: who came and went again is none. */
export class PendingPresence {
  readonly #members = new Map<string, Transition>();

  add({ left, joined, renamed }: PresenceNews): void {
    for (const { id, name } of left) this.#move(id, name, null);
    for (const { id, name } of joined) this.#move(id, null, name);
    for (const { id, from, to } of renamed) this.#move(id, from, to);
  }

  /** Gives the sum, and begins anew; `undefined` where there is nothing to tell. */
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

  /** What has no effect on who hears it counts for nothing: a second coming, the new name of somebody who has left. */
  #move(id: string, before: string | null, after: string | null): void {
    const known = this.#members.get(id);
    if (known === undefined) this.#members.set(id, { before, after });
    else if ((known.after === null) === (before === null)) known.after = after;
  }
}
