import { type Draft, faultOf } from '@/lib/chat/draft';
import { entryId, type Position, type Posted } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Member } from '@/lib/chat/member';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { ChatContext } from './chat-context';

export interface MessageToPost {
  readonly room: string;
  readonly author: Member;
  /** The client's own name for the message: the same key again means the same message. */
  readonly key: string;
  readonly draft: Draft;
  /** The member whose quota it counts towards. */
  readonly by: Pick<ConnectedAsker, 'id' | 'address'>;
  /**
   * Whatever else has to hold. It runs after the check of the quota, so that a member over quota loses no turn in a slow room.
   */
  readonly checked: (messageId: string) => Promise<void>;
}

/** @throws ChatError `message_empty`, `message_too_long`, `message_marks` */
export function checkDraft(draft: Draft): void {
  const fault = faultOf(draft);
  if (fault !== null) throw new ChatError(fault);
}

/** Appends a checked message to its room's log. @throws ChatError `quota_reached`, `room_not_joined`, `store_unavailable` */
export function postMessage(
  { liveRooms, limits, rooms, node }: ChatContext,
  { room, author, key, draft, by, checked }: MessageToPost,
): Promise<{ id: string; position: Position }> {
  const id = entryId(author.id, key);
  const posted: Posted = { kind: 'posted', id, author, ...draft, at: node.now() };
  return limits.storing(by, bytesOf(posted), async (giveBack) => {
    await checked(id);
    const { position, isRepeat } = await liveRooms.append(room, posted);
    if (isRepeat) giveBack();
    rooms.written.note(room);
    return { id, position };
  });
}

const storedBytes = (entry: Posted): number => Buffer.byteLength(LoggedEntry.of(entry).stored);

/** Includes its later deletion, which names the message, its author and who deletes it: a deletion is never refused. */
function bytesOf(posted: Posted): number {
  const { kind, id, author, at } = posted;
  return storedBytes(posted) + 2 * storedBytes({ kind, id, author, text: '', at });
}
