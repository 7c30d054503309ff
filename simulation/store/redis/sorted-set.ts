export type Scored = readonly [member: string, score: number];

const inOrder = ([one, a]: Scored, [other, b]: Scored): number => a - b || (one < other ? -1 : 1);

/** A sorted set of Redis: by score, and of one score by name. */
export class SortedSet {
  readonly #scores: Map<string, number>;
  #sorted: Scored[] | undefined;

  constructor(scores: ReadonlyMap<string, number> = new Map()) {
    this.#scores = new Map(scores);
  }

  get size(): number {
    return this.#scores.size;
  }

  get sorted(): readonly Scored[] {
    this.#sorted ??= [...this.#scores].sort(inOrder);
    return this.#sorted;
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  /** @param score `undefined` removes it */
  set(member: string, score: number | undefined): void {
    if (score === undefined) this.#scores.delete(member);
    else this.#scores.set(member, score);
    this.#sorted = undefined;
  }

  copy(): SortedSet {
    return new SortedSet(this.#scores);
  }
}
