import { ChatError } from '@/lib/chat/errors';
import { networksOf } from '@/lib/server/config/client-address';
import { NO_QUOTAS, type Quota, type Quotas, timesAsMuch } from '@/lib/server/config/settings/quota';
import type { Rate, RateKind, Rates } from '@/lib/server/config/settings/rate';
import type { ConnectedAsker } from './connected-asker';
import type { RateLimits } from './rate-limits';

type Asker = Pick<ConnectedAsker, 'id' | 'address'>;

export interface SlowModeTurn {
  readonly room: string;
  readonly memberId: string;
  readonly messageId: string;
}

/** For how many members in slow rooms it is remembered which message had their last turn. */
const SLOW_MODE_TURNS_MAX = 10_000;

/**
 * How much is taken in advance beside what is stored now, so that what somebody says next is stored without asking the store
 * first.
 */
const PORTION_BYTES = 8_000;
/** For how many members and networks the rest of their portion is remembered. */
const PORTIONS_MAX = 10_000;

/** Called once for each request. @throws ChatError `rate_limited` with the time to wait */
export type Limit = (count?: number) => Promise<void>;

export interface Limits {
  /** Returns the limit of this kind for a member, and for all members at their address together. */
  of(kind: RateKind, asker: Asker): Limit;
  /**
   * Lets the member send one message every so often in this room. The same message still has its turn, as the store may have
   * failed.
   * @throws ChatError `rate_limited` with the time to wait
   */
  slow(turn: SlowModeTurn, everyMs: number): Promise<void>;
  /**
   * Runs work that stores this many bytes, which then count for the member and their address, unless `work` fails or gives them
   * back.
   * @throws ChatError `quota_reached` with the time to wait, before anything is done
   */
  storing<T>(asker: Asker, bytes: number, work: (giveBack: () => void) => Promise<T>): Promise<T>;
  /** Returns 0 if one more connection may come from the address, else the milliseconds to wait. */
  connect(address: string): Promise<number>;
  /** The same for one more HTTP request. */
  ask(kind: 'avatars' | 'pages' | 'files', address: string): Promise<number>;
}

/** For requests that need no limit beside that of packets. */
const unlimited: Limit = async () => {};

/** @param addressFactor how many members' rates one address has, as offices share one; `null` for no limit */
export function createLimits(
  store: RateLimits,
  rates: Rates,
  addressFactor: number | null,
  quotas: Quotas = NO_QUOTAS,
): Limits {
  const storage = new Storage(store, quotas);
  const turns = new Map<string, string>();
  const networks = (kind: RateKind, rate: Rate, address: string, factor = 1): Taker[] =>
    networksOf(address).map(({ name, share }) => ({
      who: `${kind}:address:${name}`,
      rate: timesAs(rate, factor * share),
    }));
  const takeForAddress = async (kind: RateKind, address: string) => {
    const rate = rates[kind];
    return rate === null ? 0 : takeForAll(store, networks(kind, rate, address));
  };
  return {
    of: (kind, { id, address }) => {
      const rate = rates[kind];
      if (rate === null) return unlimited;
      return async (count = 1) => {
        const member = { who: `${kind}:member:${id}`, rate };
        const shared = addressFactor === null ? [] : networks(kind, rate, address, addressFactor);
        refuse(await takeForAll(store, [member, ...shared], count));
      };
    },
    slow: async ({ room, memberId, messageId }, everyMs) => {
      const who = `slow:${room}:member:${memberId}`;
      if (turns.get(who) === messageId) return;
      refuse(await store.take(who, { burst: 1, everyMs }));
      turns.delete(who);
      turns.set(who, messageId);
      const [oldest = ''] = turns.keys();
      if (turns.size > SLOW_MODE_TURNS_MAX) turns.delete(oldest);
    },
    storing: async (asker, bytes, work) => {
      const giveBack = await storage.take(asker, bytes);
      try {
        return await work(giveBack);
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    connect: (address) => takeForAddress('connections', address),
    ask: takeForAddress,
  };
}

/** A member or a network, and the rate it has. */
interface Taker {
  readonly who: string;
  readonly rate: Rate;
}

/**
 * Takes from each in turn, the member first and the widest network last, so that a refusal takes nothing from the neighbours. If
 * one of them is known to be refused, the store is not asked at all: otherwise guests from ever new networks would cost it
 * several questions for each refusal.
 */
async function takeForAll(store: RateLimits, takers: readonly Taker[], count = 1): Promise<number> {
  const knownMs = Math.max(0, ...takers.map(({ who, rate }) => store.refusedFor(who, rate)));
  if (knownMs > 0) return knownMs;
  for (const { who, rate } of takers) {
    const waitMs = await store.take(who, rate, Math.max(1, Math.min(count, Math.floor(rate.burst))));
    if (waitMs > 0) return waitMs;
  }
  return 0;
}

/** Somebody who stores something, and how much they may store. */
interface Storer {
  readonly who: string;
  readonly quota: Quota;
}

/** What everybody has stored recently, in portions. */
class Storage {
  readonly #store: RateLimits;
  readonly #quotas: Quotas;
  /** What was taken for somebody but not used yet: nobody has stored more than was taken, at any node. */
  readonly #left = new Map<string, number>();

  constructor(store: RateLimits, quotas: Quotas) {
    this.#store = store;
    this.#quotas = quotas;
  }

  /** Returns a function that gives the bytes back, at most once. @throws ChatError `quota_reached` */
  async take(asker: Asker, bytes: number): Promise<() => void> {
    const storers = this.#storersOf(asker);
    const waits = await Promise.all(storers.map((storer) => this.#takeFor(storer, bytes)));
    let isKept = true;
    const giveBack = () => {
      const taken = storers.filter((_, index) => isKept && waits[index] === 0);
      isKept = false;
      for (const { who } of taken) this.#keep(who, bytes);
    };
    const retryAfterMs = Math.max(0, ...waits);
    if (retryAfterMs === 0) return giveBack;
    giveBack();
    throw new ChatError('quota_reached', { retryAfterMs });
  }

  #storersOf({ id, address }: Asker): Storer[] {
    const { member, address: shared } = this.#quotas;
    const networks = shared === null ? [] : networksOf(address);
    return [
      ...(member === null ? [] : [{ who: `member:${id}`, quota: member }]),
      ...networks.map(({ name, share }) => ({
        who: `address:${name}`,
        quota: timesAsMuch(shared ?? [], share),
      })),
    ];
  }

  /** Returns 0, or how many milliseconds to wait. */
  async #takeFor({ who, quota }: Storer, bytes: number): Promise<number> {
    const left = this.#left.get(who) ?? 0;
    if (left >= bytes) {
      this.#keep(who, -bytes);
      return 0;
    }
    this.#keep(who, -left); // Before any await: concurrent calls take portions of their own.
    const lacking = bytes - left;
    const waitMs = await this.#store.takeBytes(who, quota, lacking + PORTION_BYTES);
    if (waitMs === 0) this.#keep(who, PORTION_BYTES);
    // Near its end, a quota has no whole portion left, but perhaps what is needed.
    const stillMs = waitMs === 0 ? 0 : await this.#store.takeBytes(who, quota, lacking);
    if (stillMs > 0) this.#keep(who, left);
    return stillMs;
  }

  #keep(who: string, bytes: number): void {
    const left = (this.#left.get(who) ?? 0) + bytes;
    this.#left.delete(who);
    if (left > 0) this.#left.set(who, left);
    const [oldest = ''] = this.#left.keys();
    if (this.#left.size > PORTIONS_MAX) this.#left.delete(oldest);
  }
}

const timesAs = ({ burst, everyMs }: Rate, factor: number): Rate => ({
  burst: burst * factor,
  everyMs: everyMs / factor,
});

function refuse(waitMs: number): void {
  if (waitMs > 0) throw new ChatError('rate_limited', { retryAfterMs: waitMs });
}
