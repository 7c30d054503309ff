import type { RoomActions } from './room-actions';
import type { RoomChat } from './room-chat';

/** The invites with which a page was opened, of rooms that the member may not be in yet. */
export interface Invites {
  add(roomId: string, invite: string): void;
  /** The room is closed to the member: perhaps an invite opens it. Answers whether it did, or told why it does not. */
  use(chat: Pick<RoomChat, 'id' | 'open' | 'banned'>): Promise<boolean>;
}

export function createInvites(accept: RoomActions['acceptInvite']): Invites {
  const invites = new Map<string, string>();
  return {
    add: (roomId, invite) => void invites.set(roomId, invite),
    use: async (chat) => {
      const invite = invites.get(chat.id);
      if (invite === undefined) return false;
      const result = await accept(chat.id, invite);
      if (!result.ok && result.error.retryable) return false;
      invites.delete(chat.id);
      if (result.ok) chat.open();
      else if (result.error.code === 'banned') chat.banned(result.error.until);
      else return false;
      return true;
    },
  };
}
