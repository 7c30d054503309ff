import { ChatError } from '@/lib/chat/errors';
import { ROOM_TITLE_MAX_CHARACTERS, ROOM_TOPIC_MAX_CHARACTERS } from '@/lib/chat/room';
import {
  hasForbiddenCharacters,
  hasStackedMarks,
  isBlank,
  isLongerThan,
  normalizeName,
} from '@/lib/chat/text/text';

/**
 * A room's title and topic as they are stored and shown.
 * @throws ChatError `room_title_empty`, `room_title_too_long`, `room_topic_too_long`, `room_text_forbidden`
 */
export function acceptRoomTexts(typed: { readonly title: string; readonly topic: string }) {
  if (isLongerThan(typed.title, ROOM_TITLE_MAX_CHARACTERS)) throw new ChatError('room_title_too_long');
  if (isLongerThan(typed.topic, ROOM_TOPIC_MAX_CHARACTERS)) throw new ChatError('room_topic_too_long');
  if (hasStackedMarks(typed.title + typed.topic)) throw new ChatError('room_text_forbidden');
  const [title, topic] = [normalizeName(typed.title), normalizeName(typed.topic)];
  if (hasForbiddenCharacters(title + topic)) throw new ChatError('room_text_forbidden');
  if (isBlank(title)) throw new ChatError('room_title_empty');
  return { title, topic };
}
