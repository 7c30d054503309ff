import { FORKS_MAX, type Fork } from '@/lib/server/log/room-log';

/**
 * Returns up to which `seq` the history of epoch `epoch` is the same as the one that `forks` (oldest first) led to; `Infinity`
 * if no fork came after it, 0 if that is no longer known.
 */
export function agreedUpTo(forks: readonly Fork[], epoch: number): number {
  const later = forks.filter((fork) => fork.epoch > epoch);
  const isForgotten = later.length === forks.length && forks.length >= FORKS_MAX;
  return isForgotten ? 0 : Math.min(Number.POSITIVE_INFINITY, ...later.map(({ after }) => after));
}
