import { ChatError } from '@/lib/chat/errors';
import { checkMayEnter } from '@/lib/server/moderation/moderate';
import type { ChatContext } from './chat-context';
import type { PageAsker } from './room-requests';

/**
 * Returns a room that somebody is in, with its moderation.
 * @throws ChatError `room_unknown`, `room_not_joined`, or why they may not be there
 */
export async function findJoined(context: ChatContext, asker: PageAsker, room: string) {
  const record = await context.rooms.access.requireVisible(room, asker.id);
  if (!asker.rooms().includes(room)) throw new ChatError('room_not_joined');
  return { record, moderation: await checkMayEnter(context, room, asker) };
}
