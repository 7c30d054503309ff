import { z } from 'zod';
import type { RequestRate } from '@/lib/chat/events/requests';

/** `burst` in a row, then one every `everyMs` milliseconds. After a silence, the whole burst is available again. */
export interface Rate {
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * What has a rate of its own. `connections`, `avatars`, `pages` and `files` count for an address and `packets` for one
 * connection; everything else counts for a member, and `RATE_ADDRESS_FACTOR` times as much for their address.
 */
export type RateKind = RequestRate | 'connections' | 'avatars' | 'pages' | 'files' | 'packets';

export type Rates = Readonly<Record<RateKind, Rate | null>>;

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const BURST_MAX = 100_000;
/** With more, the store would have to remember for weeks who was too fast. */
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
  // A moderator who meets a raid removes many at once.
  RATE_MODERATION: rateOr('30/1s'),
  // After a node has died, every tab of a member rejoins all its rooms at once.
  RATE_JOINS: rateOr('250/50ms'),
  RATE_SEARCHES: rateOr('10/1s'),
  RATE_HISTORY: rateOr('30/200ms'),
  // An office behind one address comes back at once, and a page that looks for a live node opens several.
  RATE_CONNECTIONS: rateOr('500/100ms'),
  // A page requests the visible ones, a few dozen, once in some minutes; a full hall behind one address opens it at once.
  RATE_AVATARS: rateOr('5000/2ms'),
  // After an update, everybody reloads their page, and nobody who comes after them has to wait.
  RATE_PAGES: rateOr('1000/20ms'),
  // A page needs two dozen.
  RATE_FILES: rateOr('20000/2ms'),
  // A client that waits for answers never comes near.
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
