import type { Quota } from '@/lib/server/config/settings/quota';
import type { Rate } from '@/lib/server/config/settings/rate';

/**
 * How much everybody has done recently, as all nodes see it. Nobody waits for it: if the store does not answer, the node goes
 * by what it has seen itself, because a limit that cannot be looked up is no reason to turn people away.
 */
export interface RateLimits {
  /**
   * One atomic step: takes `count`, or one, of what `who` may do at this rate; at most its burst. Answers 0 when it may; otherwise after how many
   * milliseconds it may, and nothing is taken. Never rejects. Who is refused again and again costs the store nothing.
   */
  take(who: string, rate: Rate, count?: number): Promise<number>;
  /** For how many milliseconds `who` is refused, as far as this node knows without asking: 0 where it does not. */
  refusedFor(who: string, rate: Rate): number;
  /** The same of `bytes` of what `who` may store: of every span of the quota, or of none. */
  takeBytes(who: string, quota: Quota, bytes: number): Promise<number>;
}
