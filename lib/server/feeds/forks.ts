import type { Fork } from '@/lib/server/log/room-log';

/**
 * Returns up to which `seq` the history of epoch `epoch` is the same as the one that `forks` (oldest first) led to: `Infinity`
 * if no fork came after it. 0 if that epoch is not among them: the store forgot it, or was replaced with a copy from before it,
 * and nobody can tell what the two have in common.
 */
export function agreedUpTo(forks: readonly Fork[], epoch: number): number {
  const index = forks.findIndex((fork) => fork.epoch === epoch);
  if (index < 0) return 0;
  return Math.min(Number.POSITIVE_INFINITY, ...forks.slice(index + 1).map(({ after }) => after));
}
