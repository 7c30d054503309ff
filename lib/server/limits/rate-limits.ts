import type { Quota } from '@/lib/server/config/settings/quota';
import type { Rate } from '@/lib/server/config/settings/rate';

/**
 * How much everybody has done recently, as all nodes see it. Nobody waits for it: if the store does not answer, the node goes
 * by what it has seen itself, because a limit that cannot be looked up is no reason to turn people away.
 */
export interface RateLimits {
  /**
   * In one atomic step, takes `count` (1 by default, at most the burst) of what `who` may do at this rate. Returns 0 if granted;
   * otherwise it takes nothing, and returns the milliseconds to wait. Never rejects. Repeated refusals cost the store nothing.
   */
  take(who: string, rate: Rate, count?: number): Promise<number>;
  /** Returns how many milliseconds `who` is still refused, as far as this node knows without asking the store; 0 if it does not. */
  refusedFor(who: string, rate: Rate): number;
  /** The same for `bytes` of what `who` may store: from every span of the quota, or from none. */
  takeBytes(who: string, quota: Quota, bytes: number): Promise<number>;
}
