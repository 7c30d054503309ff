import type { RunningNode } from '@/scripts/cluster/start-node';
import type { RawSocket } from './raw-socket';

export interface Arrival {
  /** Which node it comes to, from 0. */
  readonly node: number;
  /** Unique. */
  readonly name: string;
  /** Numbers of messages, in the order in which they are shown. */
  heard(numbers: readonly number[]): void;
  /** The connection ended by itself. */
  lost?(): void;
  /** Whose place it takes: goes on from what that was shown last, as far as the system can. */
  readonly after?: Participant | undefined;
}

/** Somebody in the room. */
export interface Participant {
  readonly socket: RawSocket;
  /** Resolves once the system says that it has the message of this number. @throws Error where it does not say so */
  say(number: number): Promise<void>;
  leave(): void;
}

/** Two nodes of a chat system, and the way in. */
export interface ChatSystem {
  readonly name: string;
  readonly nodes: readonly RunningNode[];
  /** How long its client waits before it connects again, in milliseconds, as Socket.IO's client takes it. */
  readonly reconnection: Reconnection;
  enter(arrival: Arrival): Promise<Participant>;
  stop(): Promise<void>;
}

export interface Reconnection {
  readonly delayMs: number;
  readonly delayMaxMs: number;
  /** How far a delay may be off, as a part of it, up or down. */
  readonly jitter: number;
}

/** @param env further settings of the nodes */
export type StartSystem = (redisUrl: string, env?: Readonly<Record<string, string>>) => Promise<ChatSystem>;

export const NODES = 2;

export function nodeAt(nodes: readonly RunningNode[], index: number): RunningNode {
  const node = nodes[index % nodes.length];
  if (node === undefined) throw new Error('There is no node.');
  return node;
}
