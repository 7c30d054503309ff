import type { Environment } from '@/lib/client/environment/environment';

/**
 * Someone may set the machine's clock or change its zone, and timers stop while it sleeps. So the clock is checked this often,
 * even when midnight is far away.
 */
const LOOK_EVERY_MS = 60_000;

/**
 * When the day of `at` began in the reader's zone, in milliseconds since 1970. Days of 23 and 25 hours count as one day too.
 */
export function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function startOfNextDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

export interface Today {
  /** When today began: changes with the day and with the zone. */
  current(): number;
  /** Calls back whenever that changes, until the returned function is called. */
  subscribe(onChange: () => void): () => void;
}

/** Knows which day it is, for everything on the page that names a day; notices midnight even if nothing else happens. */
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
    // Without listeners nothing keeps `day` current, so it is computed.
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
