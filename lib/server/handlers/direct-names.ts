import { kindOf, type RoomInfo, withNames } from '@/lib/chat/room';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { changeRecord } from './change-record';
import type { ChatContext } from './chat-context';

/**
 * The room, in a direct message with what the two are called now. That is kept with it, too: a name is known for a
 * day after its owner was here, and the one that they had before may be another's by then.
 */
export async function nowCalled(context: ChatContext, room: RoomRecord): Promise<RoomRecord> {
  if (room.kind !== 'direct') return room;
  const names = await context.members.names.called(idsIn(room));
  const called = withNames(room, names);
  if (called !== room)
    await changeRecord(context, room.id, (now) => withNames(now, names)).catch(leftToTheNext);
  return called;
}

/** The member is called otherwise from now on, in these rooms. */
export async function renamedIn(context: ChatContext, rooms: readonly string[]): Promise<void> {
  const directs = rooms.filter((id) => kindOf(id) === 'direct');
  for (const id of directs) {
    const room = await context.rooms.access.find(id).catch(() => undefined);
    if (room !== undefined) await nowCalled(context, room);
  }
}

const idsIn = ({ members = [] }: Pick<RoomInfo, 'members'>): string[] => members.map(({ id }) => id);

/** Whoever opens the room next finds the same difference. */
const leftToTheNext = () => {};
