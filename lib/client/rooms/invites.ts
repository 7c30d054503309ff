import type { Environment } from '@/lib/client/environment/environment';
import type { RoomChat } from '@/lib/client/room/room-chat';
import type { RoomActions } from './room-actions';

/** The invites with which a page was opened, of rooms that the member may not be in yet. */
export interface Invites {
  add(roomId: string, invite: string): void;
  /** The room is closed to the member: perhaps an invite opens it. Answers whether it did, or told why it does not. */
  use(chat: Pick<RoomChat, 'id' | 'open' | 'banned' | 'withhold'>): Promise<boolean>;
}

/** Until there is a name under which it lets in, the tab keeps it over a reload: the address has lost it. */
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
