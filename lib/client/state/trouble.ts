import type { ChatState } from './chat-state';

/**
 * What to say about the connection. `waiting`: nothing can be stored, and the member has an unsent message in the room on
 * screen.
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
    case 'refused': // Shown in place of the composer.
      return null;
    case 'connected':
      return catchingUpSince === null ? null : 'catchingUp';
    case 'unstored':
      return timeline.pending.some(({ state }) => state === 'sending') ? 'waiting' : 'unstored';
    default:
      return connection.status;
  }
}

/** When the trouble began, in milliseconds since 1970; `null` if there is none, or if it will not pass by itself. */
export function troubleSince({ connection, catchingUpSince }: Omit<Known, 'timeline'>): number | null {
  if (connection.status === 'outdated' || connection.status === 'refused') return null;
  return connection.status === 'connected' ? catchingUpSince : connection.since;
}
