import type { Environment } from '@/lib/client/environment/environment';

/**
 * The clock of the machine may be set, and its zone changed; and a timer does not run while it sleeps. So it is looked at
 * that often, even where midnight is far.
 */
const LOOK_EVERY_MS = 60_000;

/** When the day of `at` began where the reader is, in milliseconds since 1970. A day of 23 or 25 hours is one, too. */
export function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function startOfNextDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

export interface Today {
  /** When today began: another number once it is another day, or another zone. */
  current(): number;
  /** Calls back whenever it is another, until what it returns is called. */
  subscribe(onChange: () => void): () => void;
}

/** Knows which day it is, for all that is said of days: it is another after midnight, whether anything else happens or not. */
export function createToday(environment: Pick<Environment, 'now' | 'after' | 'onChange'>): Today {
  const listeners = new Set<() => void>();
  let day = startOfDay(environment.now());
  let cancel = () => {};
  let stopWatching = () => {};

  const look = () => {
    cancel();
    const now = environment.now();
    const isAnother = startOfDay(now) !== day;
    day = startOfDay(now);
    cancel = environment.after(Math.min(startOfNextDay(now) - now, LOOK_EVERY_MS), look);
    if (isAnother) for (const listener of listeners) listener();
  };

  return {
    // Whoever does not listen yet, or any more, is told the truth, too.
    current: () => (listeners.size > 0 ? day : startOfDay(environment.now())),
    subscribe: (onChange) => {
      listeners.add(onChange);
      if (listeners.size === 1) {
        stopWatching = environment.onChange(look);
        look();
      }
      return () => {
        listeners.delete(onChange);
        if (listeners.size > 0) return;
        cancel();
        stopWatching();
      };
    },
  };
}
