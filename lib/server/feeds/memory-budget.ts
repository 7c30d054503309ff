import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Config } from '@/lib/server/config/config';
import { ByteBudget } from '@/lib/server/limits/byte-budget';
import { RoomMemory } from './room-memory';

const MIB = 1024 * 1024;

/** Of what Node may use, a quarter holds history; with what follows from that it is a half, and the rest is for the work. */
const HISTORY_SHARE = 1 / 4;

type MemoryOptions = Pick<Config, 'historyMemoryMb' | 'nodes'>;

/** What a node holds for people in its memory. Each of these has a bound in bytes. */
export interface NodeMemory {
  /** The newest entries of rooms. */
  readonly rooms: RoomMemory;
  /** What waits to be stored. */
  readonly queues: ByteBudget;
  /** What may wait for clients that read slowly, in bytes. */
  readonly backlogMaxBytes: number;
}

/** Where the operator does not say what history may take, it is as much as suits a process, of which a machine runs `nodes`. */
export function createNodeMemory({ historyMemoryMb, nodes }: MemoryOptions): NodeMemory {
  const usable = Math.min(getHeapStatistics().heap_size_limit, totalmem() / nodes);
  const historyBytes = historyMemoryMb === undefined ? usable * HISTORY_SHARE : historyMemoryMb * MIB;
  return {
    rooms: new RoomMemory(historyBytes),
    queues: new ByteBudget(historyBytes / 2),
    backlogMaxBytes: historyBytes / 2,
  };
}

/** For whoever looks after a node. */
export function describeMemory({ rooms, queues }: NodeMemory): string {
  const line = (what: string, { heldBytes, maxBytes }: { heldBytes: number; maxBytes: number }) =>
    `${what} ${Math.round(heldBytes)} of ${Math.round(maxBytes)} bytes`;
  return `${line('rooms', rooms)}, ${line('queues', queues)}`;
}
