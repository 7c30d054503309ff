import type { Socket } from 'socket.io';
import { ChatError, type ErrorReport } from '@/lib/chat/errors';
import type { ClientToServer, ServerToClient } from '@/lib/chat/protocol';
import { acceptName } from '@/lib/server/names/accept-name';
import type { Arriving, MemberNames } from '@/lib/server/names/member-names';
import { afterUnreferenced } from '@/lib/server/presence/after-unreferenced';

export interface ChatSocketData {
  /** `isAdmin`: they know ADMIN_TOKEN, or the site that vouches for them says so. */
  member: Arriving & { readonly isAdmin: boolean };
  /** Why the member does not have the remembered name now. */
  nameError?: ErrorReport;
  /** The member's name as the site gives it, and until when the site vouches for them, in milliseconds since 1970. */
  site?: { readonly name: string; readonly expiresAt: number };
  /** Set for a guest who may read but not write. */
  isReader?: true;
}

export type ChatSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, ChatSocketData>;

/**
 * Gives the member the typed name. A member for whom a site vouches gets the name that the site gives, and types none.
 * @throws ChatError why they cannot have it
 */
export async function claimName(
  names: MemberNames,
  { member, site, isReader }: ChatSocketData,
  { current, typed }: { readonly current: string | null; readonly typed: string },
): Promise<string> {
  if (isReader === true) throw new ChatError('guests_read');
  if (site !== undefined) {
    if (current !== null && typed !== '') throw new ChatError('name_fixed');
    if (current !== null) return current;
    return names.claimVerified({ ...member, name: site.name });
  }
  const name = acceptName(typed);
  await names.claim({ ...member, name });
  return name;
}

/** The longest delay that a timer takes; no connection lives that long. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * Closes the connection after `ms`. It does not disconnect the socket, so that the page comes back by itself, with another
 * token. Returns a function that cancels it.
 * @param ms without a value, nothing is closed
 */
export const closeAfter = (ms: number | undefined, { conn }: ChatSocket): (() => void) | undefined =>
  ms === undefined ? undefined : afterUnreferenced(Math.min(ms, TIMER_MAX_MS), () => conn.close());
