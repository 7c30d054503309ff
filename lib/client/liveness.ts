import type { Environment } from './environment';

/** Finds out that nobody is at the other end of a connection that looks open. */
export interface Liveness {
  /** Something came from the node. */
  heard(): void;
  /** Asks now. Nothing to do while it is being asked, or without a connection. */
  check(): void;
  /** Looks after the connection while the page is visible. Returns how to stop. */
  start(): () => void;
}

interface LivenessOptions {
  readonly environment: Environment;
  readonly isConnected: () => boolean;
  /** Resolves to whether the node answered. */
  readonly ask: () => Promise<boolean>;
  /** Told when the answer is late. */
  readonly suspected: () => void;
  /** Told when nothing was heard of a node that was asked. */
  readonly dead: () => void;
}

/** A node is asked when nothing was heard of it for this long. */
const SILENCE_MS = 2_000;

/** An answer is awaited this long, and longer where answers take long: a slow network is not a dead one. */
const PATIENCE_MIN_MS = 2_000;
const PATIENCE_MAX_MS = 8_000;

/** An answer is late after this time, or twice the time that the one before took. */
const SUSPICION_MIN_MS = 500;

/** A timer this late says that the page was stopped or throttled, and nothing of the node. */
const LATE_MS = 500;

export function createLiveness(options: LivenessOptions): Liveness {
  const { environment, isConnected, ask, suspected, dead } = options;
  const { now, random, after, isVisible, onChange } = environment;
  let heardAt = now();
  let patience = PATIENCE_MIN_MS;
  let suspicion = SUSPICION_MIN_MS;
  let cancelAnswer: (() => void) | null = null;
  let cancelLook = () => {};

  const setPatience = (ms: number) => {
    patience = Math.min(PATIENCE_MAX_MS, Math.max(PATIENCE_MIN_MS, ms));
  };

  const endAsking = () => {
    cancelAnswer?.();
    cancelAnswer = null;
  };

  const awaitAnswer = (ms: number, missed: () => void) => {
    const due = now() + ms;
    cancelAnswer = after(ms, () => {
      cancelAnswer = null;
      if (!isConnected() || !isVisible()) return;
      if (now() > due + LATE_MS) check();
      else missed();
    });
  };

  const check = () => {
    if (cancelAnswer || !isConnected()) return;
    const askedAt = now();
    awaitAnswer(suspicion, () => {
      suspected();
      awaitAnswer(patience - suspicion, () => {
        setPatience(patience * 2);
        dead();
      });
    });
    void ask().then((isAnswered) => {
      if (!isAnswered) return;
      setPatience((now() - askedAt) * 2);
      suspicion = Math.min(PATIENCE_MIN_MS, Math.max(SUSPICION_MIN_MS, (now() - askedAt) * 2));
    });
  };

  /** Each page draws its own moment: a thousand that fell silent together do not leave together. */
  const lookLater = () => {
    cancelLook();
    if (!isVisible()) return;
    const dueAt = heardAt + SILENCE_MS * (0.8 + random() * 0.2);
    cancelLook = after(Math.max(dueAt - now(), SILENCE_MS / 5), look);
  };

  const look = () => {
    if (now() - heardAt >= SILENCE_MS * 0.8) check();
    lookLater();
  };

  return {
    heard: () => {
      heardAt = now();
      endAsking();
    },
    check,
    start: () => {
      lookLater();
      const stopWatching = onChange(() => {
        check();
        lookLater();
      });
      return () => {
        stopWatching();
        cancelLook();
        endAsking();
      };
    },
  };
}
