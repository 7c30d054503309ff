/** Runs it once after the delay, unless what it returns is called first. */
export type After = (ms: number, run: () => void) => () => void;

/** Lets out what was put in, a batch at a time: the first at once, and then the latest of each key in its turn. */
export interface Throttle<Key, Value> {
  /** In place of what waits under this key. */
  put(key: Key, value: Value): void;
  /** What waits under this key is not told. Answers it. */
  drop(key: Key): Value | undefined;
  /** Lets nothing out before this time has passed, which is longer than a gap. */
  rest(forMs: number): void;
  /** Would the next be let out at once? */
  isResting(): boolean;
  stop(): void;
}

export interface ThrottleOptions<Key, Value> {
  /** Between one batch and the next. */
  readonly gapMs: number;
  readonly batchMax: number;
  readonly after: After;
  readonly tell: (batch: readonly (readonly [Key, Value])[]) => void;
  /** Told when a gap has passed and nothing waited. */
  readonly rested?: () => void;
}

export function createThrottle<Key, Value>(options: ThrottleOptions<Key, Value>): Throttle<Key, Value> {
  const { gapMs, batchMax, after, tell, rested = () => {} } = options;
  const waiting = new Map<Key, Value>();
  let cancelGap: (() => void) | null = null;

  const next = () => {
    cancelGap = null;
    if (waiting.size === 0) return rested();
    const batch = [...waiting].slice(0, batchMax);
    for (const [key] of batch) waiting.delete(key);
    cancelGap = after(gapMs, next);
    tell(batch);
  };

  return {
    put: (key, value) => {
      waiting.set(key, value);
      if (cancelGap === null) next();
    },
    drop: (key) => {
      const dropped = waiting.get(key);
      waiting.delete(key);
      return dropped;
    },
    rest: (forMs) => {
      cancelGap?.();
      cancelGap = after(forMs, next);
    },
    isResting: () => cancelGap === null,
    stop: () => {
      waiting.clear();
      cancelGap?.();
    },
  };
}
