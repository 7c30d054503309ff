import type { Target } from './target';

/** Something that a stranger with a program of their own does to the nodes, as far as one machine can open and send. */
export interface Attack {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly story: string;
  /** What counts as let through. */
  readonly counted: string;
  /** The most of that in `ms` milliseconds at nodes with the product's limits: an attack may achieve no more. */
  readonly mostThrough: (ms: number) => number;
  /** Attacks until the target says that it is over, or there is no more to do. The target closes whatever it opened. */
  readonly run: (target: Target) => Promise<void>;
}

/** What an attack achieved. */
export interface Score {
  readonly name: string;
  readonly tried: number;
  readonly through: number;
  readonly ms: number;
}
