import { type Author, type Deleted, deletionId, type Message } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { mayDelete } from '@/lib/chat/moderation';
import type { ChatContext } from './chat-context';
import { parseEntry } from './stored-entry';

export interface MessageToDelete {
  readonly room: string;
  readonly id: string;
  readonly by: Author;
}

/**
 * Puts into a room's log that a message is deleted. What is deleted already stays so.
 * @throws ChatError `message_unknown`, `not_allowed`, `room_not_joined`, `store_unavailable`
 */
export async function deleteMessage(
  context: Pick<ChatContext, 'feeds' | 'log' | 'now'>,
  { room, id, by }: MessageToDelete,
): Promise<void> {
  const message = await findMessage(context, room, id);
  if (!mayDelete(by, message)) throw new ChatError('not_allowed');
  if (message.isDeleted) return;
  const target = { id, author: message.author, at: message.at };
  const deleted: Deleted = { kind: 'deleted', id: deletionId(id), target, by, at: context.now() };
  await context.feeds.append(room, deleted);
}

async function findMessage({ log }: Pick<ChatContext, 'log'>, room: string, id: string): Promise<Message> {
  const found = await log.find(room, id);
  const entry = found === null ? null : parseEntry(found.entry);
  if (entry?.kind !== 'posted') throw new ChatError('message_unknown');
  return entry;
}
