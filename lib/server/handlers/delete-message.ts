import { type Deleted, deletionId, type Message } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { type ModerationAction, mayDelete, type Roles } from '@/lib/chat/moderation';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { rolesIn, rolesOf } from '@/lib/server/moderation/moderate';
import { afterAction } from '@/lib/server/moderation/room-moderation';
import type { ChatContext } from './chat-context';

export interface MessageToDelete {
  readonly room: string;
  readonly id: string;
  readonly by: Member;
  readonly isAdmin: boolean;
}

/**
 * Records in a room's log that a message is deleted. A deleted message stays as it is.
 * @throws ChatError `message_unknown`, `not_allowed`, `room_not_joined`, `store_unavailable`
 */
export async function deleteMessage(
  context: Pick<ChatContext, 'rooms' | 'liveRooms' | 'moderation' | 'log' | 'node'>,
  { room, id, by, isAdmin }: MessageToDelete,
): Promise<void> {
  const message = await findMessage(context, room, id);
  const isOwn = message.author.id === by.id;
  const checkMay = (roles: Roles) => {
    if (!mayDelete({ id: by.id, isAdmin }, message, roles)) throw new ChatError('not_allowed');
  };
  checkMay(isOwn ? {} : await rolesOf(context, await context.moderation.cache.of(room)));
  if (message.isDeleted) return;
  const target = { id, author: message.author, at: message.at };
  const deleted: Deleted = { kind: 'deleted', id: deletionId(id), target, by, at: context.node.now() };
  if (!isOwn) {
    // Recorded before it is done: a moderator who repeats a failed request may find the message deleted, and nothing left to
    // record.
    const action: ModerationAction = { kind: 'delete', by, at: deleted.at, member: message.author };
    await context.moderation.cache.change(room, async (moderation) => {
      const seen = await context.rooms.access.find(room);
      if (seen === undefined) throw new ChatError('room_unknown');
      checkMay(rolesIn(seen, moderation));
      const step = context.rooms.access.stepOf(seen);
      return { moderation: afterAction(moderation, action), ...(step && { room: step }) };
    });
  }
  await context.liveRooms.append(room, deleted);
}

async function findMessage({ log }: Pick<ChatContext, 'log'>, room: string, id: string): Promise<Message> {
  const found = await log.find(room, id);
  const entry = found === null ? null : new LoggedEntry(found.entry).entry;
  if (entry?.kind !== 'posted') throw new ChatError('message_unknown');
  return entry;
}
