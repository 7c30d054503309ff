import type { SimulateOptions } from './options';
import type { Plan } from './plan/plan';

/** What one of the processes is to do: every `step`-th seed. */
export interface Job extends Pick<SimulateOptions, 'writes' | 'isShrunk'> {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** Files with plans that come before them. */
  readonly plans: readonly string[];
  /** In milliseconds since 1970. */
  readonly untilMs: number;
}

/** What it has found since it told last. */
export interface Findings {
  readonly done: number;
  readonly tasks: number;
  readonly virtualMs: number;
  readonly failed: readonly { readonly plan: Plan; readonly complaints: readonly string[] }[];
}
