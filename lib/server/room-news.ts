import type { RoomInfo } from '@/lib/chat/room';
import type { MemberTabs } from './member-tabs';
import { infoFor } from './room-access';
import type { RoomOrder } from './stores/orders';
import type { RoomRecord } from './stores/rooms';

/** What was done to a room, or to the rooms of a member: told by the node that did it to itself and all others. May be lost. */
export type RoomNews =
  | { readonly kind: 'changed'; readonly room: RoomRecord; readonly order: RoomOrder }
  | { readonly kind: 'followed'; readonly memberId: string; readonly room: RoomRecord }
  | { readonly kind: 'unfollowed'; readonly memberId: string; readonly roomId: string };

/** Where the owner of a room is reached in it. No room of the chat can have such a name. */
export const ownerChannel = (room: string): string => `owner:${room}`;

/** To the connections of this node that are in the room or channel `to`, and not in `except`. */
type TellChange = (info: RoomInfo, whom: { readonly to: string; readonly except?: string }) => void;

/** Tells whom it concerns at this node, each what they may know: an owner knows more of the room than the others in it. */
export function tellRoomNews(news: RoomNews, tabs: Pick<MemberTabs, 'of'>, tellChange: TellChange): void {
  switch (news.kind) {
    case 'changed': {
      const { room, order } = news;
      const owners = ownerChannel(room.id);
      tellChange(infoFor(room, null, order), { to: room.id, except: owners });
      if (room.owner !== undefined) tellChange(infoFor(room, room.owner.id, order), { to: owners });
      return;
    }
    case 'followed': {
      const payload = { room: infoFor(news.room, news.memberId) };
      for (const tab of tabs.of(news.memberId)) tab.tell?.('room:followed', payload);
      return;
    }
    case 'unfollowed':
      for (const tab of tabs.of(news.memberId)) tab.tell?.('room:unfollowed', { room: news.roomId });
  }
}
