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

/** Tells all connections of this node that are in the room, but for these. */
type TellRoom = (info: RoomInfo, except: readonly string[]) => void;

/** Tells whom it concerns at this node, each what they may know: an owner knows more of the room than the others in it. */
export function tellRoomNews(news: RoomNews, tabs: Pick<MemberTabs, 'of'>, tellRoom: TellRoom): void {
  switch (news.kind) {
    case 'changed': {
      const { room, order } = news;
      const { id: ownerId = null } = room.owner ?? {};
      const owners = ownerId === null ? [] : tabs.of(ownerId).filter((tab) => tab.isIn(room.id));
      tellRoom(
        infoFor(room, null, order),
        owners.map(({ socketId }) => socketId),
      );
      for (const tab of owners) tab.tell?.('room:changed', { room: infoFor(room, ownerId, order) });
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
