import type { ChatState } from './chat-state';

/**
 * What there is to say about the connection. `waiting`: nothing can be stored, and something that one wrote in the room on
 * screen is to be.
 */
export type Trouble =
  | 'connecting'
  | 'reconnecting'
  | 'offline'
  | 'unstored'
  | 'waiting'
  | 'outdated'
  | 'catchingUp';

type Known = Pick<ChatState, 'connection' | 'catchingUpSince' | 'timeline'>;

export function troubleOf({ connection, catchingUpSince, timeline }: Known): Trouble | null {
  switch (connection.status) {
    case 'refused': // Said where one would write.
      return null;
    case 'connected':
      return catchingUpSince === null ? null : 'catchingUp';
    case 'unstored':
      return timeline.pending.some(({ state }) => state === 'sending') ? 'waiting' : 'unstored';
    default:
      return connection.status;
  }
}

/** Since when, in milliseconds since 1970; `null` where there is none, or it does not pass by itself. */
export function troubleSince({ connection, catchingUpSince }: Omit<Known, 'timeline'>): number | null {
  if (connection.status === 'outdated' || connection.status === 'refused') return null;
  return connection.status === 'connected' ? catchingUpSince : connection.since;
}
