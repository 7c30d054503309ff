import {
  DIRECTORY_PAGE_ROOMS,
  type DirectoryPage,
  type ListedRoom,
  type ListRooms,
} from '@/lib/chat/protocol';
import { nameFold } from '@/lib/chat/text';
import type { ChatContext } from '../chat-context';
import { infoFor } from '../room-access';
import type { RoomRecord } from '../stores/rooms';
import type { RoomActor } from './room-requests';

/** How many of those who are in a room the directory names. */
const NAMED = 5;

/** Open rooms by title, and who is there. Private rooms and direct conversations are in no list. */
export async function listRooms(
  context: ChatContext,
  { id: memberId }: RoomActor,
  { search = '', after = '' }: ListRooms,
): Promise<DirectoryPage> {
  const wanted = nameFold(search);
  const found = (await context.access.listOpen())
    .filter(({ id, title, topic }) => nameFold(`${id} ${title} ${topic}`).includes(wanted))
    .map((room) => ({ room, place: placeOf(room) }))
    .filter(({ place }) => place > after)
    .sort((one, other) => (one.place < other.place ? -1 : 1));
  const page = found.slice(0, DIRECTORY_PAGE_ROOMS);
  const rooms = await Promise.all(page.map(({ room }) => toListed(context, room, memberId)));
  const last = page.at(-1);
  return { rooms, ...(last !== undefined && found.length > page.length ? { after: last.place } : {}) };
}

/** By title, and by id where titles are alike. */
const placeOf = ({ title, id }: RoomRecord): string => `${nameFold(title)} ${id}`;

async function toListed(
  { sessions, presence }: ChatContext,
  room: RoomRecord,
  memberId: string,
): Promise<ListedRoom> {
  const present = presence.isOpen(room.id)
    ? presence.present(room.id)
    : await sessions.glance(room.id, NAMED);
  const info = infoFor(room, memberId);
  return { room: info, present: { count: present.count, members: present.members.slice(0, NAMED) } };
}
