import { ChatError } from '@/lib/chat/errors';
import { checkMayEnter } from '@/lib/server/moderation/moderate';
import type { ChatContext } from './chat-context';
import type { RoomActor } from './room-requests';

/**
 * A room that somebody is in, and how order is kept there.
 * @throws ChatError `room_unknown`, `room_not_joined`, or why they may not be there
 */
export async function findJoined(context: ChatContext, actor: RoomActor, room: string) {
  const record = await context.access.enter(room, actor.id);
  if (!actor.rooms().includes(room)) throw new ChatError('room_not_joined');
  return { record, order: await checkMayEnter(context, room, actor) };
}
