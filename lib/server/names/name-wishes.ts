import type { Names } from './names';

/** A name that somebody without one asked for and could not have. */
export interface NameWish {
  /**
   * The name, if it is known to be somebody else's; `undefined` if it may be free, and could not be claimed for another reason.
   */
  readonly taken: string | undefined;
  /** Asks once more. A client that can have the name now drops the wish. */
  askAgain(): Promise<void>;
}

/** Asks for names again on behalf of clients that do not ask again by themselves, in the order in which they first asked. */
export class NameWishes {
  readonly #store: Pick<Names, 'free'>;
  /** By member. */
  readonly #wishes = new Map<string, NameWish>();
  #granting: Promise<void> | undefined;

  constructor(store: Pick<Names, 'free'>) {
    this.#store = store;
  }

  /** Replaces an earlier wish of the member, and keeps its turn. */
  put(memberId: string, wish: NameWish): void {
    this.#wishes.set(memberId, wish);
  }

  drop(memberId: string): void {
    this.#wishes.delete(memberId);
  }

  /** Called when a name may have become free. */
  grant(): void {
    if (this.#wishes.size === 0) return;
    this.#granting ??= this.#grantAll()
      .catch(leftToNextRound)
      .finally(() => {
        this.#granting = undefined;
      });
  }

  async #grantAll(): Promise<void> {
    const taken = [...this.#wishes.values()].flatMap(({ taken }) => taken ?? []);
    const free = new Set(taken.length === 0 ? [] : await this.#store.free([...new Set(taken)]));
    // Each once: a wish that could not be granted is put back while the next is looked at.
    for (const [memberId, wish] of [...this.#wishes]) {
      if (wish.taken !== undefined && !free.has(wish.taken)) continue;
      // It may have been dropped while others were granted.
      if (this.#wishes.get(memberId) === wish) await wish.askAgain();
    }
  }
}

/** The store is away, which is logged elsewhere. */
const leftToNextRound = () => {};
