import { ChatError } from '@/lib/chat/errors';
import type { AdmittedMember, AdmittedPage } from '@/lib/chat/events/admitted';
import { isAtLeast } from '@/lib/chat/moderation';
import { roleOf } from '@/lib/server/moderation/moderate';
import { linkOf, type RoomRecord } from '@/lib/server/records/room-record';
import type { Admission } from '@/lib/server/rooms/admitted/admissions';
import type { ChatContext } from './chat-context';
import { findJoined } from './find-joined';
import type { PageAsker } from './room-requests';

/** How many are looked up at a time: an answer is a few dozen kilobytes at most. */
const PAGE_ADMISSIONS = 100;

interface Asked {
  readonly room: string;
  readonly after: string;
}

/**
 * Returns who may enter a private room, whether they are present or not.
 * @throws ChatError `not_allowed` for an ordinary member, and if the room is not private
 */
export async function readAdmitted(
  context: ChatContext,
  asker: PageAsker,
  { room, after }: Asked,
): Promise<AdmittedPage> {
  const { record, moderation } = await findJoined(context, asker, room);
  if (record.kind !== 'private' || !isAtLeast(await roleOf(context, moderation, asker), 'moderator')) {
    throw new ChatError('not_allowed');
  }
  const page = await context.rooms.store.listAdmitted(room, after, PAGE_ADMISSIONS);
  const owner = after === '' ? await ownerNotAdmitted(context, record) : [];
  const admissions = await calledNow(context, [...owner, ...page.admissions]);
  return {
    count: page.count + owner.length,
    members: admissions.map((admission) => toMember(context, record, admission)),
    ...(page.after === undefined ? {} : { after: page.after }),
  };
}

/** An owner who has left the room may come back; nobody lets them in. */
async function ownerNotAdmitted({ rooms }: ChatContext, { id, owner }: RoomRecord): Promise<Admission[]> {
  if (owner === undefined || (await rooms.store.admissionOf(id, owner.id)) !== undefined) return [];
  return [{ ...owner, by: 'owner' }];
}

/** Returns the members with their current names where known. */
export async function calledNow(
  { members }: Pick<ChatContext, 'members'>,
  admissions: readonly Admission[],
): Promise<Admission[]> {
  const called = await members.names.called(admissions.map(({ id }) => id));
  return admissions.map((admission) => {
    const name = called.get(admission.id);
    return name === undefined ? admission : { ...admission, name };
  });
}

function toMember(
  { liveRooms }: ChatContext,
  room: RoomRecord,
  { id, name, at, by }: Admission,
): AdmittedMember {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(at === undefined ? {} : { at }),
    ...(typeof by === 'number' ? { link: by === linkOf(room) ? 'present' : 'earlier' } : {}),
    isHere: liveRooms.find(room.id)?.roster.find(id) !== undefined,
  };
}
