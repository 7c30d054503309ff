const HELD = /([a-z]+) (\d+) of (\d+) bytes/g;

/** Returns the lines of a node's `/healthz` that exceed their budget. */
export const beyondBudget = (health: string): readonly string[] =>
  [...health.matchAll(HELD)].filter(([, , held, max]) => Number(held) > Number(max)).map(([line]) => line);
