import type { Connection } from '@/simulation/network/connection';
import type { Link } from '@/simulation/network/link';
import type { Node } from './node';

/** Where a node runs, and the next one after it. */
export interface Place {
  readonly name: string;
  readonly link: Link;
  /** `null` while none runs. */
  node: Node | null;
  readonly connections: Set<Connection>;
  /** To the store. */
  readonly storeLink: Link;
  /** How many nodes have run there. */
  runs: number;
}
