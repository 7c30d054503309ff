export type End = 'node' | 'store';

/**
 * A connection between a node and the store, as the world makes it. Each way, what is sent arrives in its order, late or
 * never, and behind what never does, nothing: what was on its way may arrive long after the other end has given it up.
 */
export interface Wire {
  /** Carries to the store. */
  up(arrive: () => void): void;
  /** Carries to the node. */
  down(arrive: () => void): void;
  /** Ends it at one end. The other hears of it behind all that was sent, if at all. */
  close(end: End): void;
  /** What is done at each end when it hears that the other has closed it, or that it broke. */
  readonly ended: Record<End, () => void>;
}

/** What the model needs of the world: time, chance, and ways between the nodes and the store. */
export interface StoreWorld {
  /** The clock of the store, in milliseconds since 1970. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Calls `run` at who asks, so many milliseconds later. */
  after(ms: number, run: () => void): void;
  /** @param purpose which of a node's connections it is */
  connect(node: string, purpose: string): Wire;
}

/** A wire that carries all it is given, as soon as what runs is over. */
export function directWire(): Wire {
  const ended: Wire['ended'] = { node: () => {}, store: () => {} };
  const carry = (arrive: () => void) => queueMicrotask(arrive);
  return {
    up: carry,
    down: carry,
    close: (end) => carry(() => ended[end === 'node' ? 'store' : 'node']()),
    ended,
  };
}
