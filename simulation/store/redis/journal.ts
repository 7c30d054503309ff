/** One step of the store: a command, or a script with all that it wrote. */
interface Step {
  readonly at: number;
  readonly undo: (() => void)[];
}

/** A store that is to lose more loses this much. */
const STEPS_MAX = 20_000;

/** What was written lately and how it was before, so that a store can lose the end of it. */
export class Journal {
  readonly #steps: Step[] = [];
  #open: (() => void)[] = [];
  /** How many of the newest steps a replica may lack. */
  #unreplicated = 0;
  #count = 0;

  /** How many steps have written anything, the lost ones included. */
  get count(): number {
    return this.#count;
  }

  /** Something was written, and this is how it is undone. */
  note(undo: () => void): void {
    this.#open.push(undo);
  }

  endStep(at: number): void {
    if (this.#open.length === 0) return;
    this.#steps.push({ at, undo: this.#open });
    this.#unreplicated += 1;
    this.#count += 1;
    this.#open = [];
    if (this.#steps.length >= 2 * STEPS_MAX) this.#steps.splice(0, STEPS_MAX);
  }

  /** All that was written until now is on the replicas. */
  replicated(): void {
    this.#unreplicated = 0;
  }

  /** How many steps there are that a master which dies now takes with it. */
  get unreplicated(): number {
    return Math.min(this.#unreplicated, this.#steps.length);
  }

  countSince(at: number): number {
    return this.#steps.length - 1 - this.#steps.findLastIndex((step) => step.at < at);
  }

  /** Undoes the newest steps; where there are fewer, all that are known. */
  lose(count: number): void {
    for (const { undo } of this.#steps.splice(Math.max(0, this.#steps.length - count)).reverse()) {
      for (const one of undo.reverse()) one();
    }
    this.#open = []; // What it undid is not to be undone in turn.
    this.#unreplicated = Math.max(0, this.#unreplicated - count);
  }

  /** Nothing of what was is known any more. */
  forget(): void {
    this.#steps.length = 0;
    this.#open = [];
    this.#unreplicated = 0;
  }
}
