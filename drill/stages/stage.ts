import type { NodeStore } from '@/scripts/cluster/start-node';
import type { Fault } from '../faults/fault';
import type { HoldRound } from '../round';

export interface DrillSize {
  readonly isQuick: boolean;
  readonly talkers: number;
  readonly browsers: number;
  readonly rooms: readonly string[];
  /** Messages a second from all talkers together. */
  readonly messagesPerSecond: number;
}

/** What a drill is held on: stores, and what can be done to them and to everything in front of them. */
export interface Stage {
  /** One for each node. */
  readonly stores: readonly NodeStore[];
  /** What is in front of the load balancer, if anything. */
  readonly front?: Front;
  /** Further settings of the nodes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** How a round is held, if it measures more than usual. */
  readonly holdRound?: HoldRound;
  stop(): Promise<void>;
}

export interface Front {
  /** What people open. */
  readonly url: string;
  /** Where it expects the load balancer. */
  readonly balancerPort: number;
}

export type OpenStage = (size: DrillSize) => Promise<Stage>;

const NODES = 3;

/** The indices of the nodes that share a store. */
export const PLACES: readonly number[] = [...Array(NODES).keys()];

export const sharedStore = (redisUrl: string): readonly NodeStore[] => PLACES.map(() => ({ redisUrl }));
