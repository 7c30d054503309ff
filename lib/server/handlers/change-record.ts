import { ChatError } from '@/lib/chat/errors';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { ChatContext } from './chat-context';

/** A name in the record of a room is taken again from whoever is quicker; so often, and then it is left to the next try. */
const REPLACE_TRIES = 5;

/** Changes what is stored of a room. Answers it as it is then. @throws ChatError `store_unavailable` */
export async function changeRecord(
  { access, roomStore }: Pick<ChatContext, 'access' | 'roomStore'>,
  id: string,
  change: (room: RoomRecord) => RoomRecord,
): Promise<RoomRecord> {
  for (let tries = 0; tries < REPLACE_TRIES; tries += 1) {
    const room = await access.find(id);
    if (room === undefined) throw new ChatError('room_unknown');
    const changed = { ...change(room), revision: room.revision + 1 };
    if (await roomStore.replace(changed)) return changed;
  }
  throw new ChatError('store_unavailable');
}
