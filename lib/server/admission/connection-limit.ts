import { networksOf } from '@/lib/server/config/client-address';
import type { Limits } from '@/lib/server/limits/limits';

/** Limits the connections from one address: how many are open at once at this node, and how fast they come anywhere. */
export interface ConnectionLimit {
  /** Returns why another connection may not come in, in a sentence; `null` if it may. */
  refusalOf(address: string): Promise<string | null>;
  /** Counts an admitted connection until it closes; closes it if there is no room. */
  enter(connection: CountedConnection): void;
}

export interface CountedConnection {
  readonly request: { readonly address: string };
  on(event: 'close', listener: (this: CountedConnection) => void): void;
  close(discard: boolean): void;
}

/** @param max how many connections one address may have at once; `null` for any number */
export function createConnectionLimit(limits: Pick<Limits, 'connect'>, max: number | null): ConnectionLimit {
  const inside = new Map<string, number>();
  const isFull = (address: string) =>
    max !== null && networksOf(address).some(({ name, share }) => (inside.get(name) ?? 0) >= max * share);

  // One function for all of them: thousands of connections would each keep a closure for as long as they live.
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
      // Connections that asked at the same moment were all told that there is room.
      if (isFull(address)) return connection.close(true);
      for (const { name } of networksOf(address)) inside.set(name, (inside.get(name) ?? 0) + 1);
      connection.on('close', leave);
    },
  };
}
