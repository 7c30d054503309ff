import { type Author, entryId, type Position, type Posted } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import {
  hasForbiddenCharacters,
  hasStackedMarks,
  isBlank,
  isLongerThan,
  MESSAGE_MAX_CHARACTERS,
  NAME_MAX_CHARACTERS,
  normalizeName,
} from '@/lib/chat/text';
import type { ChatContext } from './chat-context';

export interface MessageToPost {
  readonly room: string;
  readonly author: Author;
  /** The client's own name for the message: the same key again is the same message. */
  readonly key: string;
  readonly text: string;
}

/** @throws ChatError `message_empty`, `message_too_long`, `message_marks` */
export function checkText(text: string): void {
  if (hasStackedMarks(text)) throw new ChatError('message_marks');
  if (isBlank(text)) throw new ChatError('message_empty');
  if (isLongerThan(text, MESSAGE_MAX_CHARACTERS)) throw new ChatError('message_too_long');
}

/**
 * Puts a message, whose text was checked, into its room's log.
 * @throws ChatError `room_not_joined`, `store_unavailable`
 */
export async function postMessage(
  { feeds, writtenRooms, now }: ChatContext,
  { room, author, key, text }: MessageToPost,
): Promise<{ id: string; position: Position }> {
  const posted: Posted = { kind: 'posted', id: entryId(author.id, key), author, text, at: now() };
  const { position } = await feeds.append(room, posted);
  writtenRooms.note(room);
  return { id: posted.id, position };
}

/**
 * The name as it is stored and shown.
 * @throws ChatError `name_empty`, `name_too_long`, `name_forbidden`
 */
export function acceptName(typed: string): string {
  if (typed.length > MESSAGE_MAX_CHARACTERS) throw new ChatError('name_too_long');
  if (hasStackedMarks(typed)) throw new ChatError('name_forbidden'); // Before they are put in order.
  const name = normalizeName(typed);
  if (isBlank(name)) throw new ChatError('name_empty');
  if (hasForbiddenCharacters(name)) throw new ChatError('name_forbidden');
  if (isLongerThan(name, NAME_MAX_CHARACTERS)) throw new ChatError('name_too_long');
  return name;
}
