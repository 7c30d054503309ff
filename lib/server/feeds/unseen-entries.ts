import { type Position, START } from '@/lib/chat/entry';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';

export interface UnseenEntry {
  readonly logged: LoggedEntry;
  readonly position: Position;
}

/**
 * What this node appended and its feed has not shown yet. It was acknowledged, so somebody must be able to put it back: the
 * store may forget it, and its publication may be lost at the same time.
 */
export class UnseenEntries {
  readonly #entries = new Map<string, UnseenEntry & { readonly bytes: number }>();
  readonly #weighed: (delta: number) => void;

  constructor(weighed: (delta: number) => void = () => {}) {
    this.#weighed = weighed;
  }

  /**
   * Keeps an entry, unless a feed at `seen` has shown it.
   * @param bytes what it takes in memory; none if the feed holds it as well
   */
  add(unseen: UnseenEntry, seen: Position, bytes = 0): void {
    const { id } = unseen.logged;
    const before = this.#entries.get(id)?.bytes ?? 0;
    if (isSeen(unseen.position, seen)) return;
    this.#weighed(bytes - before);
    this.#entries.set(id, { ...unseen, bytes });
  }

  forget({ id }: Pick<LoggedEntry, 'id'>): void {
    this.#weighed(-(this.#entries.get(id)?.bytes ?? 0));
    this.#entries.delete(id);
  }

  clear(): void {
    for (const id of this.#entries.keys()) this.forget({ id });
  }

  /** Returns the newest of all their positions and `seen`. */
  newestBeside(seen: Position): Position {
    let newest = seen;
    for (const { position } of this.#entries.values()) if (isBehind(position, newest)) newest = position;
    return newest;
  }

  newestIn(epoch: number, seen: Position): Position {
    let newest = seen.epoch === epoch ? seen : { epoch, seq: 0 };
    for (const { position } of this.#entries.values()) {
      if (position.epoch === epoch && position.seq > newest.seq) newest = position;
    }
    return newest;
  }

  /** Returns whether the history of this epoch has all of them. */
  areAllIn(epoch: number): boolean {
    return [...this.#entries.values()].every(({ position }) => position.epoch === epoch);
  }

  /** Called when the feed has shown everything up to `seen`. */
  forgetUpTo(seen: Position): void {
    for (const [id, { position }] of this.#entries) if (isSeen(position, seen)) this.forget({ id });
  }

  /** Returns what was appended in epochs before this one, in order. A log without an epoch has none of it. */
  before(epoch: number): LoggedEntry[] {
    return [...this.#entries.values()]
      .filter(({ position }) => epoch === START.epoch || position.epoch < epoch)
      .sort((a, b) => a.position.epoch - b.position.epoch || a.position.seq - b.position.seq)
      .map(({ logged }) => logged);
  }
}

const isBehind = (position: Position, other: Position): boolean =>
  position.epoch > other.epoch || (position.epoch === other.epoch && position.seq > other.seq);

const isSeen = (position: Position, seen: Position): boolean =>
  position.epoch === seen.epoch && position.seq <= seen.seq;
