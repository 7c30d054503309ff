/** How many messages went wrong, and in which way. */
export interface Verdict {
  /** Acknowledged, but not shown by somebody. */
  readonly lost: number;
  /** Shown more than once by somebody. */
  readonly doubled: number;
  /** Shown by somebody after one that it precedes with the person who shows most. */
  readonly outOfOrder: number;
}

export const FLAWLESS: Verdict = { lost: 0, doubled: 0, outOfOrder: 0 };

export const addVerdicts = (one: Verdict, other: Verdict): Verdict => ({
  lost: one.lost + other.lost,
  doubled: one.doubled + other.doubled,
  outOfOrder: one.outOfOrder + other.outOfOrder,
});

export const isFlawless = ({ lost, doubled, outOfOrder }: Verdict): boolean =>
  lost + doubled + outOfOrder === 0;

/** Compares the numbered messages that people are shown with those that were acknowledged. */
export class Tally {
  /** By person: the numbers of the messages, in the order in which they were shown. */
  readonly #shown: readonly number[][];
  readonly #acknowledged = new Set<number>();
  #count = 0;

  constructor(people: number) {
    this.#shown = Array.from({ length: people }, () => []);
  }

  heard(person: number, numbers: readonly number[]): void {
    this.#shown[person]?.push(...numbers);
    this.#count += numbers.length;
  }

  acknowledge(number: number): void {
    this.#acknowledged.add(number);
  }

  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  /** How many messages all people together were shown. */
  get deliveries(): number {
    return this.#count;
  }

  /** Returns whether `said` messages were acknowledged, and as many shown to everybody. */
  isComplete(said: number): boolean {
    return this.acknowledged === said && this.#count >= said * this.#shown.length;
  }

  verdict(): Verdict {
    const lost = new Set<number>();
    const doubled = new Set<number>();
    const outOfOrder = new Set<number>();
    const places = placesIn(longestOf(this.#shown));
    for (const numbers of this.#shown) {
      const seen = new Set<number>();
      let furthest = -1;
      for (const number of numbers) {
        if (seen.has(number)) doubled.add(number);
        else if ((places.get(number) ?? furthest) < furthest) outOfOrder.add(number);
        seen.add(number);
        furthest = Math.max(furthest, places.get(number) ?? furthest);
      }
      for (const number of this.#acknowledged) if (!seen.has(number)) lost.add(number);
    }
    return { lost: lost.size, doubled: doubled.size, outOfOrder: outOfOrder.size };
  }
}

const longestOf = (lists: readonly (readonly number[])[]): readonly number[] =>
  lists.reduce((best, list) => (list.length > best.length ? list : best), []);

/** The first place of each number. */
function placesIn(numbers: readonly number[]): Map<number, number> {
  const places = new Map<number, number>();
  for (const [place, number] of numbers.entries()) if (!places.has(number)) places.set(number, place);
  return places;
}
