import { ChatError } from '@/lib/chat/errors';
import { untilStored } from '@/lib/server/records/records';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { ChatContext } from './chat-context';

/** Changes a room's record in the store. Returns the new record. @throws ChatError `store_unavailable` */
export async function changeRecord(
  { rooms }: Pick<ChatContext, 'rooms'>,
  id: string,
  change: (room: RoomRecord) => RoomRecord,
): Promise<RoomRecord> {
  return untilStored(async () => {
    const room = await rooms.access.find(id);
    if (room === undefined) throw new ChatError('room_unknown');
    const changed = { ...change(room), revision: room.revision + 1 };
    return (await rooms.store.replace(changed)) ? changed : undefined;
  });
}
