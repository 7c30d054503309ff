import type { Target } from './target';

/** Something that a stranger with a program of their own does to the nodes, within what one machine can open and send. */
export interface Attack {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly story: string;
  /** What counts as let through. */
  readonly counted: string;
  /** The most of that in `ms` milliseconds at nodes with the limits of the product: all that it may come to. */
  readonly mostThrough: (ms: number) => number;
  /** Attacks until the target says that it is over, or there is no more to do. What it opens, the target closes. */
  readonly run: (target: Target) => Promise<void>;
}

/** What came of it. */
export interface Score {
  readonly name: string;
  readonly tried: number;
  readonly through: number;
  readonly ms: number;
}
