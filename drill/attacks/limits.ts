import { z } from 'zod';
import { RATE_VARIABLES, type RateKind, ratesOf } from '@/lib/server/config/settings/rate';

/** As in .env.example. */
const ADDRESS_FACTOR = 20;
/** What was requested before the end is answered after it. */
const LATE_MS = 2_000;

const rates = ratesOf(z.object(RATE_VARIABLES).parse({}));

/** Rates that apply to an address as they are, not multiplied by members. */
const OF_ADDRESSES: ReadonlySet<RateKind> = new Set(['connections', 'avatars']);

/** What the product allows `addresses` of this kind in `ms` milliseconds, whoever and however many ask there. */
export function mostOf(kind: RateKind, ms: number, addresses = 1): number {
  const rate = rates[kind];
  if (rate === null) return Number.POSITIVE_INFINITY;
  const factor = OF_ADDRESSES.has(kind) ? addresses : addresses * ADDRESS_FACTOR;
  return Math.ceil(factor * (rate.burst + (ms + LATE_MS) / rate.everyMs));
}
