import { DIRECTORY_PAGE_ROOMS, type DirectoryPage, type ListedRoom } from '@/lib/chat/events/directory';
import type { Asked } from '@/lib/chat/events/requests';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { infoFor } from '@/lib/server/rooms/room-access';
import type { ChatContext } from './chat-context';
import type { PageAsker } from './room-requests';

/** How many of the people in a room the directory names. */
const NAMED = 5;

/** Lists open rooms by title, and who is there. Private rooms and direct messages are in no list. */
export async function listRooms(
  context: ChatContext,
  { id: memberId }: PageAsker,
  { search = '', after = '' }: Asked<'rooms:list'>,
): Promise<DirectoryPage> {
  const { rooms, ...more } = await context.rooms.access.findOpen(search, after, DIRECTORY_PAGE_ROOMS);
  return { rooms: await Promise.all(rooms.map((room) => toListed(context, room, memberId))), ...more };
}

async function toListed(
  { liveRooms, members }: ChatContext,
  room: RoomRecord,
  memberId: string,
): Promise<ListedRoom> {
  const present = liveRooms.find(room.id)?.roster.present ?? (await members.sessions.glance(room.id, NAMED));
  const info = infoFor(room, memberId);
  return { room: info, present: { count: present.count, members: present.members.slice(0, NAMED) } };
}
