import type { RunningNode } from '@/scripts/cluster/start-node';
import type { RawSocket } from './raw-socket';

export interface Arrival {
  /** The index of the node, from 0. */
  readonly node: number;
  /** Unique. */
  readonly name: string;
  /** Called with the numbers of messages, in the order in which they are shown. */
  heard(numbers: readonly number[]): void;
  /** Called when the connection ended by itself. */
  lost?(): void;
  /** Whose place it takes: it continues after what that one was shown last, as far as the system can. */
  readonly after?: Participant | undefined;
}

/** Somebody in the room. */
export interface Participant {
  readonly socket: RawSocket;
  /** Resolves once the system acknowledges the message with this number. @throws Error if it does not */
  say(number: number): Promise<void>;
  leave(): void;
}

/** Two nodes of a chat system, and a way in. */
export interface ChatSystem {
  readonly name: string;
  readonly nodes: readonly RunningNode[];
  /** How long its client waits before it reconnects, in milliseconds, as Socket.IO's client is configured. */
  readonly reconnection: Reconnection;
  enter(arrival: Arrival): Promise<Participant>;
  stop(): Promise<void>;
}

export interface Reconnection {
  readonly delayMs: number;
  readonly delayMaxMs: number;
  /** How far a delay may deviate, as a fraction, up or down. */
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
