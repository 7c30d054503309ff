let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop that no other caller gets. If many ask at once, they are served one per turn, so that
 * everybody else runs in between instead of waiting for all of them.
 */
export function ownTurn(): Promise<void> {
  last = last.then(nextTurn);
  return last;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
