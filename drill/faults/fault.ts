import type { Cluster } from '@/scripts/cluster/start-cluster';
import type { Witness } from '../witness';

export interface Fault {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly story: string;
  /** Whether people must be shown nothing of it. */
  readonly isInvisible?: boolean;
  /** How long anybody may be shown nothing new while everybody talks, if not as long as the fault lasts. */
  readonly quietMaxMs?: number;
  /** How long everybody talks before and after it, if that is measured. */
  readonly calmMs?: number;
  /** The highest rate for all together, if one process could not carry more through what is left to its people. */
  readonly messagesPerSecondMax?: number;
  /** Breaks something and repairs it again, while everybody keeps talking. */
  strike(cluster: Cluster, witness: Witness): Promise<void>;
}
