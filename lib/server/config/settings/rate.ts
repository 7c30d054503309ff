import { z } from 'zod';
import type { RequestRate } from '@/lib/chat/events/requests';

/** `burst` in a row, then one every `everyMs` milliseconds. Whoever is silent for a while has the whole burst again. */
export interface Rate {
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * What has a rate by its own name. `connections`, `avatars`, `pages` and `files` count for an address and `packets` for one connection;
 * everything else for a member, and `RATE_ADDRESS_FACTOR` times that for its address.
 */
export type RateKind = RequestRate | 'connections' | 'avatars' | 'pages' | 'files' | 'packets';

export type Rates = Readonly<Record<RateKind, Rate | null>>;

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const BURST_MAX = 100_000;
/** Longer, and the store would have to remember who was too fast for weeks. */
const FULL_AGAIN_MAX_MS = 7 * 24 * UNITS_MS.h;

const FORM = /^([1-9]\d{0,5})\/([1-9]\d{0,6})(ms|s|m|h)$/;
const error = 'is written 5/1s (5 in a row, then one every second; ms, s, m or h), or off';

const rateSchema = z.string().transform((text, context): Rate | null => {
  if (text === 'off') return null;
  const [, burst, every, unit] = FORM.exec(text) ?? [];
  const rate = { burst: Number(burst), everyMs: Number(every) * UNITS_MS[unit as keyof typeof UNITS_MS] };
  if (rate.burst <= BURST_MAX && rate.burst * rate.everyMs <= FULL_AGAIN_MAX_MS) return rate;
  context.addIssue({ code: 'custom', message: error });
  return z.NEVER;
});

const rateOr = (byDefault: string) => z.string().default(byDefault).pipe(rateSchema);

/** The variables of the configuration; .env.example says what each is for. */
export const RATE_VARIABLES = {
  RATE_MESSAGES: rateOr('5/1s'),
  RATE_NAMES: rateOr('5/10s'),
  RATE_ROOMS: rateOr('5/1m'),
  // Whoever meets a raid removes many at once.
  RATE_MODERATION: rateOr('30/1s'),
  // Every tab of a member that comes back after a node has died joins all its rooms at once.
  RATE_JOINS: rateOr('250/50ms'),
  RATE_SEARCHES: rateOr('10/1s'),
  RATE_HISTORY: rateOr('30/200ms'),
  // An office behind one address comes back at once, and a page that looks for a living node opens several.
  RATE_CONNECTIONS: rateOr('500/100ms'),
  // A page asks for those that are seen, some dozens, once in some minutes; a hall behind one address opens it at once.
  RATE_AVATARS: rateOr('5000/2ms'),
  // Where a new version is installed, all who are here load their page anew, and whoever comes in behind them waits for none.
  RATE_PAGES: rateOr('1000/20ms'),
  // Two dozen belong to a page.
  RATE_FILES: rateOr('20000/2ms'),
  // Whoever waits for answers never comes near.
  RATE_PACKETS: rateOr('300/20ms'),
};

type RateVariables = z.output<z.ZodObject<typeof RATE_VARIABLES>>;

export const ratesOf = (env: RateVariables): Rates => ({
  messages: env.RATE_MESSAGES,
  names: env.RATE_NAMES,
  rooms: env.RATE_ROOMS,
  moderation: env.RATE_MODERATION,
  joins: env.RATE_JOINS,
  searches: env.RATE_SEARCHES,
  history: env.RATE_HISTORY,
  connections: env.RATE_CONNECTIONS,
  avatars: env.RATE_AVATARS,
  pages: env.RATE_PAGES,
  files: env.RATE_FILES,
  packets: env.RATE_PACKETS,
});
