const { now } = performance;
const { setImmediate } = globalThis;

/** The time that it takes, as everybody outside sees it. It is imported before the virtual time is installed. */
export const wallClock = { now: () => now.call(performance) + performance.timeOrigin };

/** Called from nowhere: from no promise. */
export const soon = (run: () => void): void => void setImmediate(run);
