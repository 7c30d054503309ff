import type { NodeStore } from '@/scripts/cluster/start-node';
import type { Fault } from '../faults/fault';
import type { HoldRound } from '../round';

export interface DrillSize {
  readonly isQuick: boolean;
  readonly talkers: number;
  readonly browsers: number;
  readonly rooms: readonly string[];
  /** Messages of all talkers together. */
  readonly messagesPerSecond: number;
}

/** Something to hold a drill on: stores, and what can be done to them and to all that stands before them. */
export interface Stage {
  /** Of each node: there are as many. */
  readonly stores: readonly NodeStore[];
  /** What stands in front of the load balancer, if anything does. */
  readonly front?: Front;
  /** Further settings of the nodes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** How a round is held, where more is looked at than elsewhere. */
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

/** The places of the nodes that share a store. */
export const PLACES: readonly number[] = [...Array(NODES).keys()];

export const sharedStore = (redisUrl: string): readonly NodeStore[] => PLACES.map(() => ({ redisUrl }));
