import type { ServerToClient } from '@/lib/chat/protocol';
import { infoFor } from './room-access';
import type { RoomOrder } from './stores/orders';
import type { RoomRecord } from './stores/rooms';

/** What was done to a room, or to the rooms of a member: told by the node that did it to itself and all others. May be lost. */
export type RoomNews =
  | { readonly kind: 'changed'; readonly room: RoomRecord; readonly order: RoomOrder }
  | { readonly kind: 'followed'; readonly memberId: string; readonly room: RoomRecord }
  | { readonly kind: 'unfollowed'; readonly memberId: string; readonly roomId: string };

/** Where all connections of a member at this node are reached. No room of the chat can have such a name. */
export const memberChannel = (memberId: string): string => `member:${memberId}`;

type Event = 'room:changed' | 'room:followed' | 'room:unfollowed';

/** What a node says to those of its connections that are in the room or channel `to`, in `within` too and not in `except`. */
export type Letter = {
  [E in Event]: {
    readonly to: string;
    readonly within?: string;
    readonly except?: string;
    readonly event: E;
    readonly payload: Parameters<ServerToClient[E]>[0];
  };
}[Event];

/** Whom the news concern, each with what they may know. */
export function lettersOf(news: RoomNews): Letter[] {
  switch (news.kind) {
    case 'changed':
      return changeLetters(news.room, news.order);
    case 'followed': {
      const { memberId, room } = news;
      return [{ to: memberChannel(memberId), event: 'room:followed', payload: roomFor(room, memberId) }];
    }
    case 'unfollowed':
      return [{ to: memberChannel(news.memberId), event: 'room:unfollowed', payload: { room: news.roomId } }];
  }
}

function changeLetters(room: RoomRecord, order: RoomOrder): Letter[] {
  const event = 'room:changed';
  if (room.owner === undefined) return [{ to: room.id, event, payload: roomFor(room, null, order) }];
  const owner = memberChannel(room.owner.id);
  return [
    { to: room.id, except: owner, event, payload: roomFor(room, null, order) },
    { to: owner, within: room.id, event, payload: roomFor(room, room.owner.id, order) },
  ];
}

const roomFor = (room: RoomRecord, memberId: string | null, order?: RoomOrder) => ({
  room: infoFor(room, memberId, order),
});
