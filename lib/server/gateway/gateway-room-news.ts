import type { Namespace } from 'socket.io';
import type { ServerToClient } from '@/lib/chat/protocol';
import type { MemberTabs } from '@/lib/server/members/member-tabs';
import { infoFor } from '@/lib/server/rooms/room-access';
import type { RoomNews } from '@/lib/server/rooms/room-news';

/** A room in which sockets are for an instant only. No chat room can have such a name. */
const TOLD_APART = 'told:apart';

/** The sockets of this node, by id. */
type Sockets = Pick<Namespace<Record<never, never>, ServerToClient>, 'local' | 'sockets'>;

/** Tells everybody at this node whom it concerns, each what they may know: an owner knows more of a room than the others. */
export function tellRoomNews(
  { local, sockets }: Sockets,
  tabs: Pick<MemberTabs, 'of'>,
  news: RoomNews,
): void {
  const socketsOf = (memberId: string) =>
    tabs.of(memberId).flatMap(({ socketId }) => sockets.get(socketId) ?? []);
  switch (news.kind) {
    case 'room:changed': {
      const { room, moderation } = news;
      // Rooms change owners, so the owner, and whether they are there, is determined now.
      const there = room.owner === undefined ? [] : socketsOf(room.owner.id);
      const owners = there.filter((socket) => socket.rooms.has(room.id));
      for (const socket of owners) void socket.join(TOLD_APART);
      local
        .to(room.id)
        .except(TOLD_APART)
        .emit('room:changed', { room: infoFor(room, null, moderation) });
      for (const socket of owners) {
        void socket.leave(TOLD_APART);
        socket.emit('room:changed', { room: infoFor(room, room.owner?.id ?? null, moderation) });
      }
      return;
    }
    case 'my-rooms:added': {
      const payload = { room: infoFor(news.room, news.memberId) };
      for (const socket of socketsOf(news.memberId)) socket.emit('my-rooms:added', payload);
      return;
    }
    case 'my-rooms:removed':
      for (const socket of socketsOf(news.memberId)) socket.emit('my-rooms:removed', { room: news.roomId });
      return;
    default:
      news satisfies never;
  }
}
