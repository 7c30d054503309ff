import { Random } from './random';

/** Something to be done on a machine at a time. */
export interface Task {
  readonly at: number;
  readonly order: number;
  readonly machine: Machine;
  /** A machine that stood still sees first what time it is, and then what has come. */
  readonly isTimer: boolean;
  readonly run: () => void;
  isCancelled: boolean;
}

/**
 * Something with a clock of its own that can stand still and die: a node, a page, the store, the world around them. What
 * runs in the world runs on one of them, and what it begins goes on there.
 */
export class Machine {
  readonly name: string;
  readonly random: Random;
  /** How far its clock is ahead of the world's. */
  skewMs = 0;
  state: 'running' | 'frozen' | 'dead' = 'running';
  /** What came due while it stood still. */
  readonly held: Task[] = [];

  constructor(name: string, seed: string) {
    this.name = name;
    this.random = new Random(`${seed}/${name}`);
  }
}
