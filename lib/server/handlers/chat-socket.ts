import type { Socket } from 'socket.io';
import { ChatError, type ErrorReport } from '@/lib/chat/errors';
import type { ClientToServer, ServerToClient } from '@/lib/chat/protocol';
import { acceptName } from '@/lib/server/names/accept-name';
import type { Arriving, MemberNames } from '@/lib/server/names/member-names';
import { afterUnreferenced } from '@/lib/server/presence/after-unreferenced';

export interface ChatSocketData {
  /** `isAdmin`: it knows ADMIN_TOKEN, or the site that vouches for it says so. */
  member: Arriving & { readonly isAdmin: boolean };
  /** Why the remembered name is not the member's now. */
  nameError?: ErrorReport;
  /** What the site that vouches for the member calls it, and until when it does, in milliseconds since 1970. */
  site?: { readonly name: string; readonly expiresAt: number };
  /** A guest who may read and not write. */
  isReader?: true;
}

export type ChatSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, ChatSocketData>;

/**
 * Makes the name that was typed the member's. One that a site vouches for is called as that says, and asks for no more than
 * to be called so.
 * @throws ChatError why it cannot be
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

/** What a timer can wait for, and longer than any connection lives. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * Not by disconnecting the socket: the page comes back by itself, and then with another token. Returns how to stop.
 * @param ms nothing is closed where there is no such time
 */
export const closeAfter = (ms: number | undefined, { conn }: ChatSocket): (() => void) | undefined =>
  ms === undefined ? undefined : afterUnreferenced(Math.min(ms, TIMER_MAX_MS), () => conn.close());
