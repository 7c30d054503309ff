import type { MemberTabs } from './member-tabs';
import { infoFor } from './room-access';
import type { RoomOrder } from './stores/orders';
import type { RoomRecord } from './stores/rooms';

/** What was done to a room, or to the rooms of a member: told by the node that did it to itself and all others. May be lost. */
export type RoomNews =
  | { readonly kind: 'changed'; readonly room: RoomRecord; readonly order: RoomOrder }
  | { readonly kind: 'followed'; readonly memberId: string; readonly room: RoomRecord }
  | { readonly kind: 'unfollowed'; readonly memberId: string; readonly roomId: string };

/** Tells whom it concerns at this node; of a change `tellChange` tells those who are in the room. */
export function tellRoomNews(
  news: RoomNews,
  tabs: Pick<MemberTabs, 'of'>,
  tellChange: (room: RoomRecord, order: RoomOrder) => void,
): void {
  switch (news.kind) {
    case 'changed':
      tellChange(news.room, news.order);
      return;
    case 'followed': {
      const payload = { room: infoFor(news.room, news.memberId) };
      for (const tab of tabs.of(news.memberId)) tab.tell?.('room:followed', payload);
      return;
    }
    case 'unfollowed':
      for (const tab of tabs.of(news.memberId)) tab.tell?.('room:unfollowed', { room: news.roomId });
  }
}
