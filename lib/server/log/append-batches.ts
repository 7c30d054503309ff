import { LoadWindow } from './load-window';

/** This many do not wait any longer: while a store writes a batch, it does nothing else. */
const FULL = 32;

/** Items that are written together. */
export type Batch<Item> = readonly [Item, ...Item[]];

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writing one item costs a node and its store nearly as much as writing many at once. If there is much to write, items wait
 * until the next beat, and those with the same key go together, in the order in which they came.
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

  /** Resolves to the answer for `item`; rejects with whatever its batch was rejected with. */
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
