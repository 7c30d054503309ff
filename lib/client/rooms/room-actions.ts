import type { Result } from '@/lib/chat/errors';
import type { Moderation, ModerationRecord } from '@/lib/chat/moderation';
import type { AdmittedPage, ChangeRoom, DirectoryPage, ListRooms, MakeRoom } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import type { Request } from '@/lib/client/wire/wire';
import type { FollowedRooms } from './followed-rooms';

/** What a person can do with rooms. Every answer may be a refusal, with its reason. */
export interface RoomActions {
  make(asked: MakeRoom): Promise<Result<{ readonly room: RoomInfo }>>;
  change(asked: ChangeRoom): Promise<Result<{ readonly room: RoomInfo }>>;
  leave(roomId: string): Promise<Result<null>>;
  list(asked: ListRooms): Promise<Result<DirectoryPage>>;
  acceptInvite(roomId: string, invite: string): Promise<Result<{ readonly room: RoomInfo }>>;
  /** @param putsOut whoever came by an earlier link is removed */
  renewInvite(roomId: string, putsOut: boolean): Promise<Result<{ readonly room: RoomInfo }>>;
  /** How many a new link could remove. */
  weighInvite(roomId: string): Promise<Result<{ readonly others: number }>>;
  /** Who may enter a private room, from behind `after`; '' begins. */
  readAdmitted(roomId: string, after: string): Promise<Result<AdmittedPage>>;
  blockDirect(roomId: string, isBlocked: boolean): Promise<Result<{ readonly room: RoomInfo }>>;
  moderate(roomId: string, deed: Moderation): Promise<Result<{ readonly room: RoomInfo }>>;
  readRecord(roomId: string): Promise<Result<ModerationRecord>>;
  /** How many others who are there a ban with the address would put out. */
  weighBan(roomId: string, memberId: string): Promise<Result<{ readonly others: number }>>;
  openDirect(memberId: string): Promise<Result<{ readonly room: RoomInfo }>>;
}

export function createRoomActions(
  request: Request,
  followed: FollowedRooms,
  changed: (room: RoomInfo) => void,
): RoomActions {
  const adding = async (answer: Promise<Result<{ readonly room: RoomInfo }>>) => {
    const result = await answer;
    if (result.ok) followed.add(result.data.room);
    return result;
  };
  return {
    make: (asked) => adding(request('room:make', asked)),
    change: (asked) => adding(request('room:change', asked)),
    leave: async (room) => {
      await followed.untilVisited(room);
      const result = await request('room:unfollow', { room });
      if (result.ok) followed.remove(room);
      return result;
    },
    list: (asked) => request('rooms:list', asked),
    acceptInvite: (room, invite) => adding(request('invite:accept', { room, invite })),
    renewInvite: (room, putsOut) => adding(request('invite:renew', { room, ...(putsOut && { putsOut }) })),
    weighInvite: (room) => request('invite:weigh', { room }),
    readAdmitted: (room, after) => request('room:admitted', { room, after }),
    blockDirect: async (room, isBlocked) => {
      const result = await request('direct:block', { room, isBlocked });
      if (result.ok) changed(result.data.room);
      return result;
    },
    moderate: (room, deed) => request('room:moderate', { room, deed }),
    readRecord: (room) => request('room:record', { room }),
    weighBan: (room, member) => request('ban:weigh', { room, member }),
    openDirect: (member) => adding(request('direct:open', { member })),
  };
}
