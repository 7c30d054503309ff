import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Config } from '@/lib/server/config/config';
import { ByteBudget } from '@/lib/server/limits/byte-budget';
import { RoomMemory } from './room-memory';

const MIB = 1024 * 1024;

/**
 * A quarter of the memory that Node may use holds history. With what that brings with it, it is a half; the rest is for the
 * work.
 */
const HISTORY_SHARE = 1 / 4;

type MemoryOptions = Pick<Config, 'historyMemoryMb' | 'nodes'>;

/** What a node holds in memory for people. Each part has a bound in bytes. */
export interface NodeMemory {
  /** The newest entries of rooms. */
  readonly rooms: RoomMemory;
  /** What waits to be stored. */
  readonly queues: ByteBudget;
  /** What may wait for clients that read slowly, in bytes. */
  readonly backlogMaxBytes: number;
}

/** If the operator sets no limit for history, it is what suits one of `nodes` processes on the machine. */
export function createNodeMemory({ historyMemoryMb, nodes }: MemoryOptions): NodeMemory {
  const usable = Math.min(getHeapStatistics().heap_size_limit, totalmem() / nodes);
  const historyBytes = historyMemoryMb === undefined ? usable * HISTORY_SHARE : historyMemoryMb * MIB;
  return {
    rooms: new RoomMemory(historyBytes),
    queues: new ByteBudget(historyBytes / 2),
    backlogMaxBytes: historyBytes / 2,
  };
}

/** For the operator of a node. */
export function describeMemory({ rooms, queues }: NodeMemory): string {
  const line = (what: string, { heldBytes, maxBytes }: { heldBytes: number; maxBytes: number }) =>
    `${what} ${Math.round(heldBytes)} of ${Math.round(maxBytes)} bytes`;
  return `${line('rooms', rooms)}, ${line('queues', queues)}`;
}
