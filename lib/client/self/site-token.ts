import type { Session } from '@/lib/chat/events/session';
import type { Environment } from '@/lib/client/environment/environment';

/** The token by which the site around the page vouches for its user. It is kept here and nowhere else. */
export interface SiteToken {
  /** What to send on connecting; `null` for a guest. */
  current(): string | null;
  /** Whether there was a token, or time enough to hand one over. Until then we do not know who to connect as. */
  isSettled(): boolean;
  /** Listens to the site and calls back once when it is settled. Returns a function that stops it. */
  start(settled: () => void): () => void;
  /** A node accepted the token, if there is one, for a limited time: asks the site for another before that ends. */
  accepted(session: Session): void;
  /** Asks the site for another. */
  ask(): void;
}

interface SiteTokenOptions {
  readonly environment: Pick<Environment, 'after' | 'embedder'>;
  /** Called for each token that arrives after the first, or after the time to wait for one. */
  readonly changed: () => void;
}

/** A site may have to ask its server first. A longer wait would be felt by guests of sites without tokens. */
export const TOKEN_WAIT_MS = 3_000;

/** The timers of a hidden page run only once a minute. */
const ASK_BEFORE_END_MS = 120_000;

/** The longest that a timer can wait. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export function createSiteToken({ environment, changed }: SiteTokenOptions): SiteToken {
  const { after, embedder } = environment;
  let token: string | null = null;
  let isSettled = false;
  let cancelWait = () => {};
  let cancelAsking = () => {};

  const ask = () => {
    if (embedder.isThere()) embedder.tell('concord:token-needed');
  };

  return {
    current: () => token,
    isSettled: () => isSettled,
    start: (settled) => {
      const settle = () => {
        cancelWait();
        isSettled = true;
        settled();
      };
      const stopListening = embedder.onToken((handed) => {
        if (isSettled && handed === token) return;
        token = handed;
        if (isSettled) changed();
        else settle();
      });
      token = embedder.takeToken() ?? token;
      if (token !== null || !embedder.isThere()) settle();
      else cancelWait = after(TOKEN_WAIT_MS, settle);
      if (embedder.isThere()) embedder.tell('concord:ready');
      return () => {
        stopListening();
        cancelWait();
        cancelAsking();
      };
    },
    accepted: ({ signedInForMs }) => {
      cancelAsking();
      if (signedInForMs === undefined) return;
      const inMs = Math.max(signedInForMs - ASK_BEFORE_END_MS, signedInForMs / 2);
      cancelAsking = after(Math.min(inMs, TIMER_MAX_MS), ask);
    },
    ask,
  };
}
