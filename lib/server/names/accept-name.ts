import { ChatError } from '@/lib/chat/errors';
import {
  hasForbiddenCharacters,
  hasStackedMarks,
  isBlank,
  isLongerThan,
  MESSAGE_MAX_CHARACTERS,
  NAME_MAX_CHARACTERS,
  normalizeName,
} from '@/lib/chat/text/text';

/**
 * Returns the name as it is stored and shown.
 * @throws ChatError `name_empty`, `name_too_long`, `name_forbidden`
 */
export function acceptName(typed: string): string {
  if (typed.length > MESSAGE_MAX_CHARACTERS) throw new ChatError('name_too_long');
  if (hasStackedMarks(typed)) throw new ChatError('name_forbidden'); // Before anything sorts them.
  const name = normalizeName(typed);
  if (isBlank(name)) throw new ChatError('name_empty');
  if (hasForbiddenCharacters(name)) throw new ChatError('name_forbidden');
  if (isLongerThan(name, NAME_MAX_CHARACTERS)) throw new ChatError('name_too_long');
  return name;
}
