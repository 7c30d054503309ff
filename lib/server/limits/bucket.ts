import type { Rate } from '@/lib/server/config/settings/rate';

/** When a bucket will be full again, in milliseconds: all that needs to be known of it. */
export type FullAt = number;

/**
 * Takes one, or `count`, from a bucket that holds `burst` and gets one back every `everyMs`. If there are too few, it takes
 * nothing, and `waitMs` says until when to wait; asking too early makes nobody wait longer.
 */
export function takeFrom(
  before: FullAt,
  now: number,
  { burst, everyMs }: Rate,
  count = 1,
): { readonly fullAt: FullAt; readonly waitMs: number } {
  const fullAt = Math.max(before, now) + everyMs * count;
  const waitMs = Math.ceil(fullAt - now - burst * everyMs);
  return waitMs > 0 ? { fullAt: before, waitMs } : { fullAt, waitMs: 0 };
}
