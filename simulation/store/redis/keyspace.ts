import { Journal } from './journal';
import { SortedSet } from './sorted-set';
import { Stream } from './stream';

export interface Kinds {
  readonly string: { text: string };
  readonly hash: Map<string, string>;
  readonly set: Set<string>;
  readonly zset: SortedSet;
  readonly stream: Stream;
}

type Kind = keyof Kinds;

interface Stored {
  readonly kind: Kind;
  readonly value: Kinds[Kind];
  /** By the clock of the store, in milliseconds since 1970. */
  endsAt: number;
}

const FRESH: { readonly [K in Kind]: () => Kinds[K] } = {
  string: () => ({ text: '' }),
  hash: () => new Map(),
  set: () => new Set(),
  zset: () => new SortedSet(),
  stream: () => new Stream(),
};

const COPIED: { readonly [K in Kind]: (value: Kinds[K]) => Kinds[K] } = {
  string: ({ text }) => ({ text }),
  hash: (value) => new Map(value),
  set: (value) => new Set(value),
  zset: (value) => value.copy(),
  stream: (value) => value.copy(),
};

/** All that a store had at one moment. */
export type StoreCopy = ReadonlyMap<string, Stored>;

const copyOf = (keys: StoreCopy): Map<string, Stored> =>
  new Map(
    [...keys].map(([key, { kind, value, endsAt }]) => {
      const copied = (COPIED[kind] as (value: Kinds[Kind]) => Kinds[Kind])(value);
      return [key, { kind, value: copied, endsAt }];
    }),
  );

const sizeOf = (value: Kinds[Kind]): number =>
  'size' in value ? value.size : 'rows' in value ? value.rows.length : 1;

/** The keys of a Redis and what they hold. Whoever changes what one holds says in the journal how to undo it. */
export class Keyspace {
  readonly journal = new Journal();
  readonly #now: () => number;
  #keys = new Map<string, Stored>();

  constructor(now: () => number) {
    this.#now = now;
  }

  find<K extends Kind>(key: string, kind: K): Kinds[K] | undefined {
    const stored = this.#alive(key);
    if (stored === undefined) return undefined;
    if (stored.kind === kind) return stored.value as Kinds[K];
    throw new Error('WRONGTYPE Operation against a key holding the wrong kind of value');
  }

  /** The same; made where it is not there. */
  open<K extends Kind>(key: string, kind: K): Kinds[K] {
    const found = this.find(key, kind);
    if (found !== undefined) return found;
    const value = FRESH[kind]();
    this.#put(key, { kind, value, endsAt: Number.POSITIVE_INFINITY });
    return value;
  }

  has(key: string): boolean {
    return this.#alive(key) !== undefined;
  }

  remove(key: string): boolean {
    const stored = this.#alive(key);
    if (stored !== undefined) this.#put(key, undefined);
    return stored !== undefined;
  }

  /** What holds nothing is not there. */
  removeEmpty(key: string): void {
    const stored = this.#keys.get(key);
    if (stored !== undefined && sizeOf(stored.value) === 0) this.#put(key, undefined);
  }

  /** @param endsAt `Infinity` for never */
  end(key: string, endsAt: number): boolean {
    const stored = this.#alive(key);
    if (stored === undefined) return false;
    const before = stored.endsAt;
    stored.endsAt = endsAt;
    this.journal.note(() => {
      stored.endsAt = before;
    });
    return true;
  }

  endOf(key: string): number | undefined {
    return this.#alive(key)?.endsAt;
  }

  keys(): string[] {
    return [...this.#keys.keys()].filter((key) => this.has(key));
  }

  flush(): void {
    const before = this.#keys;
    this.#keys = new Map();
    this.journal.note(() => {
      this.#keys = before;
    });
  }

  copy(): StoreCopy {
    return copyOf(this.#keys);
  }

  bringBack(copy: StoreCopy): void {
    this.#keys = copyOf(copy);
    this.journal.forget();
  }

  #alive(key: string): Stored | undefined {
    const stored = this.#keys.get(key);
    if (stored === undefined || stored.endsAt > this.#now()) return stored;
    // Not in the journal: it is as gone before this as after.
    this.#keys.delete(key);
    return undefined;
  }

  #put(key: string, stored: Stored | undefined): void {
    const before = this.#keys.get(key);
    const set = (next: Stored | undefined) => {
      if (next === undefined) this.#keys.delete(key);
      else this.#keys.set(key, next);
    };
    set(stored);
    this.journal.note(() => set(before));
  }
}
