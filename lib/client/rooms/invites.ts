import type { Environment } from '@/lib/client/environment/environment';
import type { RoomChat } from '@/lib/client/room/room-chat';
import type { RoomActions } from './room-actions';

/** The invites with which the page was opened, for rooms that the member may not be in yet. */
export interface Invites {
  add(roomId: string, invite: string): void;
  /**
   * Tries an invite to a room that is closed to the member. Returns whether it opened the room, or at least told the room why
   * not.
   */
  use(chat: Pick<RoomChat, 'id' | 'open' | 'banned' | 'withhold'>): Promise<boolean>;
}

/** The address no longer holds the invite, so the tab keeps it across reloads until the member has a name to enter with. */
const keyOf = (roomId: string) => `concord:invite:${roomId}`;

export function createInvites(
  accept: RoomActions['acceptInvite'],
  { readForTab, writeForTab }: Pick<Environment, 'readForTab' | 'writeForTab'>,
): Invites {
  const invites = new Map<string, string>();

  const settle = (roomId: string) => {
    invites.delete(roomId);
    writeForTab(keyOf(roomId), null);
  };

  return {
    add: (roomId, invite) => void invites.set(roomId, invite),
    use: async (chat) => {
      const invite = invites.get(chat.id) ?? readForTab(keyOf(chat.id)) ?? undefined;
      if (invite === undefined) return false;
      const result = await accept(chat.id, invite);
      if (!result.ok && result.error.retryable) return false;
      if (!result.ok && result.error.code === 'name_required') {
        writeForTab(keyOf(chat.id), invite);
        chat.withhold('name_required');
        return true;
      }
      settle(chat.id);
      if (result.ok) chat.open();
      else if (result.error.code === 'banned') chat.banned(result.error.until);
      else if (result.error.code === 'guests_refused') chat.withhold('guests_refused');
      else return false;
      return true;
    },
  };
}
