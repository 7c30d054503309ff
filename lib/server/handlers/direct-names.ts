import { kindOf, type RoomInfo, withNames } from '@/lib/chat/room';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { changeRecord } from './change-record';
import type { ChatContext } from './chat-context';

/**
 * Returns the room; if it is a direct message, with the two members' current names. The room keeps them as well, because a name
 * is known for only a day after its owner was here, and somebody else may have their previous one by then.
 */
export async function nowCalled(context: ChatContext, room: RoomRecord): Promise<RoomRecord> {
  if (room.kind !== 'direct') return room;
  const names = await context.members.names.called(idsIn(room));
  const called = withNames(room, names);
  if (called !== room)
    await changeRecord(context, room.id, (now) => withNames(now, names)).catch(leftToTheNext);
  return called;
}

/** Updates the member's name in those of these rooms that are direct messages. */
export async function renamedIn(context: ChatContext, rooms: readonly string[]): Promise<void> {
  const directs = rooms.filter((id) => kindOf(id) === 'direct');
  for (const id of directs) {
    const room = await context.rooms.access.find(id).catch(() => undefined);
    if (room !== undefined) await nowCalled(context, room);
  }
}

const idsIn = ({ members = [] }: Pick<RoomInfo, 'members'>): string[] => members.map(({ id }) => id);

/** The next member who opens the room finds the same difference. */
const leftToTheNext = () => {};
