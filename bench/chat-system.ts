import type { RunningNode } from '@/scripts/cluster/start-node';

export interface Arrival {
  /** Which node it comes to, from 0. */
  readonly node: number;
  /** Unique. */
  readonly name: string;
  /** Messages, as they come. */
  heard(texts: readonly string[]): void;
  /** The connection ended by itself. */
  lost?(): void;
}

/** Somebody in the room. */
export interface Participant {
  /** Resolves once the system says that it has it. */
  say(text: string): Promise<void>;
  leave(): void;
}

/** Two nodes of a chat system, and the way in. */
export interface ChatSystem {
  readonly name: string;
  readonly nodes: RunningNode[];
  enter(arrival: Arrival): Promise<Participant>;
  restartNode(node: number): Promise<void>;
  stop(): Promise<void>;
}

export type StartSystem = (redisUrl: string) => Promise<ChatSystem>;

export const NODES = 2;
