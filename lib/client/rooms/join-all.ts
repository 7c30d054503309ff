import type { Result } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import type { RoomChat } from '@/lib/client/room/room-chat';
import type { JoinedRooms } from '@/lib/client/wire/arrival';
import type { Request } from '@/lib/client/wire/wire';

/** Joins the rooms over another connection. A room that no longer exists is no reason to stay with the first connection. */
export async function joinAll(chats: readonly RoomChat[], request: Request): Promise<Result<JoinedRooms>> {
  const joined = new Map<RoomChat, Joined>();
  const inside = chats.filter((chat) => !chat.isOut());
  const answers = inside.map(async (chat) => [chat, await chat.join(request)] as const);
  for (const [chat, result] of await Promise.all(answers)) {
    if (result.ok) joined.set(chat, result.data);
    else if (result.error.retryable) return result;
  }
  return { ok: true, data: joined };
}
