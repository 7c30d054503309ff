import { entryId, type Position, type Posted } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import { hasStackedMarks, isBlank, isLongerThan, MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import type { Asker } from '@/lib/server/limits/limits';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { ChatContext } from './chat-context';

export interface MessageToPost {
  readonly room: string;
  readonly author: Member;
  /** The client's own name for the message: the same key again is the same message. */
  readonly key: string;
  readonly text: string;
  /** Whose storage it takes. */
  readonly by: Asker;
  /** What else has to be so. Whoever has no storage left is refused before, and takes no turn in a slow room. */
  readonly checked: (messageId: string) => Promise<void>;
}

/** @throws ChatError `message_empty`, `message_too_long`, `message_marks` */
export function checkText(text: string): void {
  if (hasStackedMarks(text)) throw new ChatError('message_marks');
  if (isBlank(text)) throw new ChatError('message_empty');
  if (isLongerThan(text, MESSAGE_MAX_CHARACTERS)) throw new ChatError('message_too_long');
}

/**
 * Puts a message, whose text was checked, into its room's log.
 * @throws ChatError `quota_reached`, `room_not_joined`, `store_unavailable`
 */
export function postMessage(
  { feeds, limits, writtenRooms, now }: ChatContext,
  { room, author, key, text, by, checked }: MessageToPost,
): Promise<{ id: string; position: Position }> {
  const id = entryId(author.id, key);
  const posted: Posted = { kind: 'posted', id, author, text, at: now() };
  return limits.storing(by, bytesOf(posted), async (giveBack) => {
    await checked(id);
    const { position, isRepeat } = await feeds.append(room, posted);
    if (isRepeat) giveBack();
    writtenRooms.note(room);
    return { id, position };
  });
}

const storedBytes = (entry: Posted): number => Buffer.byteLength(LoggedEntry.of(entry).stored);

/** With its deletion, which names the message and its author, and who deletes it: nobody is refused that. */
const bytesOf = (posted: Posted): number => storedBytes(posted) + 2 * storedBytes({ ...posted, text: '' });
