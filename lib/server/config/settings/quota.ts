import { z } from 'zod';
import type { Rate } from './rate';

/** At most this many bytes within any time of this length. */
export interface Span {
  readonly bytes: number;
  readonly ms: number;
}

/** How much somebody may store: all of these hold. */
export type Quota = readonly Span[];

/** The quotas of a member and of an address; `null` for no limit. */
export interface Quotas {
  readonly member: Quota | null;
  readonly address: Quota | null;
}

export const NO_QUOTAS: Quotas = { member: null, address: null };

const BYTES = { kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;
const TIMES_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Half of it holds the longest message that fits into a packet, with what a node adds to it. */
const BYTES_MIN = 200 * BYTES.kB;
const BYTES_MAX = 1_000 * BYTES.GB;
/** With more, the store would have to remember for longer who wrote how much. */
const TIME_MAX_MS = 31 * TIMES_MS.d;

const FORM = /^([1-9]\d{0,5})(kB|MB|GB)\/([1-9]\d{0,3})(m|h|d)$/;
const error =
  'is written 4MB/1h,16MB/1d (so much within any hour, so much within any day; kB, MB, GB; m, h, d; at least 200kB), or off';

const quotaSchema = z.string().transform((text, context): Quota | null => {
  if (text === 'off') return null;
  const spans = text.split(',').map((part) => toSpan(part.trim()));
  if (spans.every((span) => span !== undefined)) return spans;
  context.addIssue({ code: 'custom', message: error });
  return z.NEVER;
});

function toSpan(text: string): Span | undefined {
  const [, amount, size, count, time] = FORM.exec(text) ?? [];
  const bytes = Number(amount) * BYTES[size as keyof typeof BYTES];
  const ms = Number(count) * TIMES_MS[time as keyof typeof TIMES_MS];
  return bytes >= BYTES_MIN && bytes <= BYTES_MAX && ms <= TIME_MAX_MS ? { bytes, ms } : undefined;
}

/** The variables of the configuration; .env.example says what each is for. */
export const QUOTA_VARIABLES = {
  // Typing without a pause for an hour, as fast as a keyboard allows, stores a tenth of it.
  QUOTA_MEMBER: z.string().default('4MB/1h,16MB/1d').pipe(quotaSchema),
  // An office or a school behind one address.
  QUOTA_ADDRESS: z.string().default('40MB/1h,160MB/1d').pipe(quotaSchema),
};

type QuotaVariables = z.output<z.ZodObject<typeof QUOTA_VARIABLES>>;

export const quotasOf = (env: QuotaVariables): Quotas => ({
  member: env.QUOTA_MEMBER,
  address: env.QUOTA_ADDRESS,
});

/**
 * A bucket of half the size, which fills in the same time: somebody who empties it, and then takes what comes back, has had the
 * whole quota by the end of that time, and never more.
 */
export const bucketOf = ({ bytes, ms }: Span): Rate => ({ burst: bytes / 2, everyMs: ms / (bytes / 2) });

export const timesAsMuch = (quota: Quota, factor: number): Quota =>
  quota.map(({ bytes, ms }) => ({ bytes: bytes * factor, ms }));
