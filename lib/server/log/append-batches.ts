import { LoadWindow } from './load-window';

/** So many do not wait longer: while it takes a turn, a store does nothing else. */
const FULL = 32;

/** What goes out together. */
export type Batch<Item> = readonly [Item, ...Item[]];

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What is written by itself costs a node and its store nearly as much as many written at once. Where there is much to
 * write, it waits for each other until the next beat; what is of one key goes out together, in the order in which it came.
 */
export class AppendBatches<Item, Answer> {
  readonly #write: (batch: Batch<Item>) => Promise<readonly Answer[]>;
  readonly #waiting = new Map<string, Waiting<Item, Answer>[]>();
  #count = 0;
  #opening: NodeJS.Timeout | undefined;
  readonly #load = new LoadWindow({ lightPerSecond: 50, heavyPerSecond: 100, afterBeatMs: 0 });

  /** @param write resolves to an answer for each, in their order */
  constructor(write: (batch: Batch<Item>) => Promise<readonly Answer[]>) {
    this.#write = write;
  }

  /** Resolves to the answer for `item`; rejects with what its whole turn was rejected with. */
  add(key: string, item: Item): Promise<Answer> {
    this.#load.add(1);
    return new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const others = this.#waiting.get(key);
      if (others === undefined) this.#waiting.set(key, [waiting]);
      else others.push(waiting);
      this.#count += 1;
      const { ms: waitMs } = this.#load;
      const isAlone = waitMs === 0 && this.#opening === undefined;
      if (isAlone || this.#count >= FULL) this.#open();
      else this.#opening ??= setTimeout(this.#open, waitMs);
    });
  }

  readonly #open = (): void => {
    const batches = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#count = 0;
    clearTimeout(this.#opening);
    this.#opening = undefined;
    for (const batch of batches) void this.#writeBatch(batch);
  };

  async #writeBatch(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const [first, ...others] = batch.map(({ item }) => item);
      const answers = first === undefined ? [] : await this.#write([first, ...others]);
      if (answers.length !== batch.length) throw new Error(`${answers.length} answers for ${batch.length}`);
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
