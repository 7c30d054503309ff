let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop that nobody else gets here. What many ask for at once is done one after the other, and
 * in between everybody else is heard, whom a long row of it would keep waiting.
 */
export function ownTurn(): Promise<void> {
  last = last.then(nextTurn);
  return last;
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
