const HELD = /([a-z]+) (\d+) of (\d+) bytes/g;

/** Of what a node says at `/healthz` that it holds, what is more than it may hold. */
export const beyondBudget = (health: string): readonly string[] =>
  [...health.matchAll(HELD)].filter(([, , held, max]) => Number(held) > Number(max)).map(([line]) => line);
