/**
 * Resolves in a turn of the event loop that no other caller gets. If many ask at once, they are served one per turn, so that
 * everybody else runs in between instead of waiting for all of them.
 */
export type OwnTurn = () => Promise<void>;

/** A node has one for all its callers. */
export function createOwnTurn(): OwnTurn {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(nextTurn);
    return last;
  };
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
