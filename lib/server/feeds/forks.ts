import type { Place } from '@/lib/server/log/room-log';

/** The epoch that a history is in, and the forks that led to it. */
export type History = Pick<Place, 'epoch' | 'forks'>;

/**
 * Returns up to which `seq` the epoch `from` is the same as a history: `Infinity` if no fork came after it. 0 if it is not among
 * the forks: the store forgot it, or was replaced with a copy from before it, and nobody can tell what the two have in common.
 */
export function agreedUpTo({ epoch, forks }: History, from: number): number {
  if (from === epoch) return Number.POSITIVE_INFINITY;
  const index = forks.findIndex((fork) => fork.epoch === from);
  if (index < 0) return 0;
  return Math.min(Number.POSITIVE_INFINITY, ...forks.slice(index + 1).map(({ after }) => after));
}
