import { ChatError } from '@/lib/chat/errors';
import { networksOf } from './client-address';
import type { Rate, RateKind, Rates } from './rate';
import type { RateLimits } from './stores/rate-limits';

/** Who asks, and from where. */
export interface Asker {
  readonly memberId: string;
  readonly address: string;
}

export interface Turn {
  readonly room: string;
  readonly memberId: string;
  readonly messageId: string;
}

/** Of so many members in slow rooms it is remembered which message they had their last turn for. */
const TURNS_MAX = 10_000;

/** Passed once for each request. @throws ChatError `rate_limited` with the time to wait */
export type Limit = () => Promise<void>;

export interface Limits {
  /** What a member may ask for of this kind, and all members of its address together. */
  of(kind: RateKind, asker: Asker): Limit;
  /**
   * One message of the member every so often in this room. The same again has its turn still: the store may have failed.
   * @throws ChatError `rate_limited` with the time to wait
   */
  slow(turn: Turn, everyMs: number): Promise<void>;
  /** Returns 0 where one more connection may come from the address, else the milliseconds to wait. */
  connect(address: string): Promise<number>;
  /** The same for one more request over HTTP. */
  ask(kind: 'avatars' | 'pages' | 'files', address: string): Promise<number>;
}

/** For what needs no limit beside that of packets. */
export const unlimited: Limit = async () => {};

/** @param addressFactor members whose rates an address has: offices share one. `null`: as many as come. */
export function createLimits(store: RateLimits, rates: Rates, addressFactor: number | null): Limits {
  const turns = new Map<string, string>();
  // From the narrowest network to the widest: what is refused takes nothing from the neighbours.
  const takeFor = async (kind: RateKind, address: string, factor = 1) => {
    const rate = rates[kind];
    if (rate === null) return 0;
    for (const { name, share } of networksOf(address)) {
      const waitMs = await store.take(`${kind}:address:${name}`, timesAs(rate, factor * share));
      if (waitMs > 0) return waitMs;
    }
    return 0;
  };
  return {
    of: (kind, { memberId, address }) => {
      const rate = rates[kind];
      if (rate === null) return unlimited;
      return async () => {
        // One after the other: who is refused as a member takes nothing from the others at its address.
        refuse(await store.take(`${kind}:member:${memberId}`, rate));
        if (addressFactor !== null) refuse(await takeFor(kind, address, addressFactor));
      };
    },
    slow: async ({ room, memberId, messageId }, everyMs) => {
      const who = `slow:${room}:member:${memberId}`;
      if (turns.get(who) === messageId) return;
      refuse(await store.take(who, { burst: 1, everyMs }));
      turns.delete(who);
      turns.set(who, messageId);
      const [oldest = ''] = turns.keys();
      if (turns.size > TURNS_MAX) turns.delete(oldest);
    },
    connect: (address) => takeFor('connections', address),
    ask: takeFor,
  };
}

const timesAs = ({ burst, everyMs }: Rate, factor: number): Rate => ({
  burst: burst * factor,
  everyMs: everyMs / factor,
});

function refuse(waitMs: number): void {
  if (waitMs > 0) throw new ChatError('rate_limited', { retryAfterMs: waitMs });
}
