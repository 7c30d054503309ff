import type { Cluster } from '@/scripts/cluster/start-cluster';

export interface Fault {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly story: string;
  /** Nobody is to be shown anything of it. */
  readonly isInvisible?: boolean;
  /** Breaks something and mends it again, while everybody goes on talking. */
  strike(cluster: Cluster): Promise<void>;
}
