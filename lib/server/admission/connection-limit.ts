import { networksOf } from '@/lib/server/config/client-address';
import type { Limits } from '@/lib/server/limits/limits';

/** Decides how many connections may come from one address: at once at this node, and one after the other at all. */
export interface ConnectionLimit {
  /** Why one more may not come in, in a sentence; `null` where it may. */
  refusalOf(address: string): Promise<string | null>;
  /** Counts one that is in until it closes; closes it where there is no room. */
  enter(connection: CountedConnection): void;
}

export interface CountedConnection {
  readonly request: { readonly address: string };
  on(event: 'close', listener: (this: CountedConnection) => void): void;
  close(discard: boolean): void;
}

/** @param max connections of one address at once; `null` for as many as come */
export function createConnectionLimit(limits: Pick<Limits, 'connect'>, max: number | null): ConnectionLimit {
  const inside = new Map<string, number>();
  const isFull = (address: string) =>
    max !== null && networksOf(address).some(({ name, share }) => (inside.get(name) ?? 0) >= max * share);

  // One for all of them: a closure for each of thousands would be kept as long as they are.
  function leave(this: CountedConnection): void {
    for (const { name } of networksOf(this.request.address)) {
      const left = (inside.get(name) ?? 1) - 1;
      if (left > 0) inside.set(name, left);
      else inside.delete(name);
    }
  }

  return {
    refusalOf: async (address) => {
      if (isFull(address)) return 'Too many connections come from your address. Close one first.';
      const waitMs = await limits.connect(address);
      if (waitMs === 0) return null;
      return `Connections come too fast from your address. Please wait ${Math.ceil(waitMs / 1_000)} s.`;
    },
    enter: (connection) => {
      const { address } = connection.request;
      // Those who asked at the same moment were all told that there is room.
      if (isFull(address)) return connection.close(true);
      for (const { name } of networksOf(address)) inside.set(name, (inside.get(name) ?? 0) + 1);
      connection.on('close', leave);
    },
  };
}
