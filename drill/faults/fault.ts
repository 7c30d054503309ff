import type { Cluster } from '@/scripts/cluster/start-cluster';
import type { Witness } from '../witness';

export interface Fault {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly story: string;
  /** Nobody is to be shown anything of it. */
  readonly isInvisible?: boolean;
  /** The longest that anybody may be shown nothing new while everybody talks, where it is not as long as the fault. */
  readonly quietMaxMs?: number;
  /** For how long everybody talks before it and after it, where that is measured. */
  readonly calmMs?: number;
  /** Messages of all together, at most, where one process could not carry more by what is left to its people. */
  readonly messagesPerSecondMax?: number;
  /** Breaks something and mends it again, while everybody goes on talking. */
  strike(cluster: Cluster, witness: Witness): Promise<void>;
}
