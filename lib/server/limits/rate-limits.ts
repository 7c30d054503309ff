import type { Quota } from '@/lib/server/config/settings/quota';
import type { Rate } from '@/lib/server/config/settings/rate';

/**
 * How much everybody has done lately, as all nodes see it. Nobody waits for it: where the store does not answer, the
 * node goes by what it saw itself, because a limit that cannot be looked up is no reason to turn people away.
 */
export interface RateLimits {
  /**
   * One atomic step: takes one of what `who` may do at this rate. Answers 0 when it may; otherwise after how many
   * milliseconds it may, and nothing is taken. Never rejects. Who is refused again and again costs the store nothing.
   */
  take(who: string, rate: Rate): Promise<number>;
  /** The same of `bytes` of what `who` may store: of every span of the quota, or of none. */
  takeBytes(who: string, quota: Quota, bytes: number): Promise<number>;
}
