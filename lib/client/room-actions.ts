import type { Result } from '../chat/errors';
import type { Moderation, ModerationRecord } from '../chat/moderation';
import type { ChangeRoom, DirectoryPage, ListRooms, MakeRoom } from '../chat/protocol';
import type { RoomInfo } from '../chat/room';
import type { FollowedRooms } from './followed-rooms';
import type { Request } from './wire';

/** What a person can do with rooms. Every answer may be a refusal, with its reason. */
export interface RoomActions {
  make(asked: MakeRoom): Promise<Result<{ readonly room: RoomInfo }>>;
  change(asked: ChangeRoom): Promise<Result<{ readonly room: RoomInfo }>>;
  leave(roomId: string): Promise<Result<null>>;
  list(asked: ListRooms): Promise<Result<DirectoryPage>>;
  acceptInvite(roomId: string, invite: string): Promise<Result<{ readonly room: RoomInfo }>>;
  renewInvite(roomId: string): Promise<Result<{ readonly room: RoomInfo }>>;
  moderate(roomId: string, deed: Moderation): Promise<Result<{ readonly room: RoomInfo }>>;
  readRecord(roomId: string): Promise<Result<ModerationRecord>>;
  /** How many others who are there a ban with the address would put out. */
  weighBan(roomId: string, memberId: string): Promise<Result<{ readonly others: number }>>;
  openDirect(memberId: string): Promise<Result<{ readonly room: RoomInfo }>>;
}

export function createRoomActions(request: Request, followed: FollowedRooms): RoomActions {
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
    renewInvite: (room) => adding(request('invite:renew', { room })),
    moderate: (room, deed) => request('room:moderate', { room, deed }),
    readRecord: (room) => request('room:record', { room }),
    weighBan: (room, member) => request('ban:weigh', { room, member }),
    openDirect: (member) => adding(request('direct:open', { member })),
  };
}
