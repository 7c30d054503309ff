import type { Picture } from './report/picture';
import type { Table } from './report/table';
import type { Target } from './report/targets';

export interface PartOptions {
  readonly isQuick: boolean;
  /** Says what is going on, for somebody who waits. */
  tell(doing: string): void;
}

export interface PartResult {
  readonly tables: readonly Table[];
  readonly pictures?: readonly Picture[];
  readonly targets?: readonly Target[];
  /** What Concord did that it must never do, in sentences. */
  readonly complaints?: readonly string[];
}

/** Measures one thing: starts what it needs, and ends it. */
export type HoldPart = (options: PartOptions) => Promise<PartResult>;
