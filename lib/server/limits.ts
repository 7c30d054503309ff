import { ChatError } from '@/lib/chat/errors';
import type { Rate, RateKind, Rates } from './rate';
import type { RateLimits } from './stores/rate-limits';

/** Who asks, and from where. */
export interface Asker {
  readonly memberId: string;
  readonly address: string;
}

/** Passed once for each request. @throws ChatError `rate_limited` with the time to wait */
export type Limit = () => Promise<void>;

export interface Limits {
  /** What a member may ask for of this kind, and all members of its address together. */
  of(kind: RateKind, asker: Asker): Limit;
  /** One message of the member every so often in this room. @throws ChatError `rate_limited` with the time to wait */
  slow(room: string, memberId: string, everyMs: number): Promise<void>;
  /** May one more connection come from there? Answers 0, or the milliseconds to wait. */
  connect(address: string): Promise<number>;
}

/** For what needs no limit beside that of packets. */
export const unlimited: Limit = async () => {};

/** @param addressFactor members whose rates an address has: offices share one. `null`: as many as come. */
export function createLimits(store: RateLimits, rates: Rates, addressFactor: number | null): Limits {
  return {
    of: (kind, { memberId, address }) => {
      const rate = rates[kind];
      if (rate === null) return unlimited;
      return async () => {
        // One after the other: who is refused as a member takes nothing from the others at its address.
        const waitMs = await store.take(`${kind}:member:${memberId}`, rate);
        refuse(waitMs);
        if (addressFactor !== null) {
          refuse(await store.take(`${kind}:address:${address}`, timesAs(rate, addressFactor)));
        }
      };
    },
    slow: async (room, memberId, everyMs) =>
      refuse(await store.take(`slow:${room}:member:${memberId}`, { burst: 1, everyMs })),
    connect: async (address) => {
      const rate = rates.connections;
      return rate === null ? 0 : store.take(`connections:address:${address}`, rate);
    },
  };
}

const timesAs = ({ burst, everyMs }: Rate, factor: number): Rate => ({
  burst: burst * factor,
  everyMs: everyMs / factor,
});

function refuse(waitMs: number): void {
  if (waitMs > 0) throw new ChatError('rate_limited', { retryAfterMs: waitMs });
}
