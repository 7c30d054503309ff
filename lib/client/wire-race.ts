import type { Environment } from './environment';
import type { OpenWire, Wire, WireListener } from './wire';

/** With three nodes of which one is frozen, one page in 729 meets that one six times; with more nodes, fewer. */
const RUNNERS = 6;
/** The last one starts within the two seconds in which a node may still answer: a page in its reach sees nothing. */
const STAGGER_MS = 250;
/** A node that has answered may take this long to let us in before another is tried: it has many to let in now. */
const REACHED_MS = 1_000;

/**
 * A wire that begins as several, one after the other, until one of them has a session; the rest are closed. Not every
 * load balancer can tell a frozen node from a live one, and a single attempt may be sent to the node that is being left.
 */
export function raceWires(openWire: OpenWire, environment: Pick<Environment, 'after'>): OpenWire {
  return (handshake, listener) => {
    let runners: Wire[] = [];
    let winner: Wire | null = null;
    let cancelNext = () => {};

    const end = () => {
      cancelNext();
      for (const wire of runners) wire.close();
      runners = [];
      winner = null;
    };

    const win = (wire: Wire) => {
      cancelNext();
      winner = wire;
      for (const other of runners) if (other !== wire) other.close();
      runners = [wire];
    };

    const run = () => {
      const wire = openWire(handshake, {
        ...listener,
        opened: (session) => {
          if (!runners.includes(wire)) return;
          win(wire);
          listener.opened(session);
        },
        // The others may still get there.
        lost: () => winner === wire && listener.lost(),
      } satisfies WireListener);
      runners.push(wire);
      wire.connect();
      if (runners.length < RUNNERS) runLater();
    };

    const runLater = (waitedMs = STAGGER_MS) => {
      cancelNext = environment.after(STAGGER_MS, () => {
        const isAwaited = waitedMs < REACHED_MS && runners.some((wire) => wire.isReached());
        if (isAwaited) runLater(waitedMs + STAGGER_MS);
        else run();
      });
    };

    const first = () => {
      const [wire] = runners;
      if (wire === undefined) throw new Error('A wire was used before it was connected.');
      return wire;
    };

    return {
      request: (event, payload) => first().request(event, payload),
      connect: () => {
        end();
        run();
      },
      isReached: () => runners.some((wire) => wire.isReached()),
      close: end,
      retire: () => {
        cancelNext();
        for (const wire of runners) wire.retire();
      },
    };
  };
}
