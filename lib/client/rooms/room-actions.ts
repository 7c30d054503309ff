import type { Result } from '@/lib/chat/errors';
import type { PayloadOf } from '@/lib/chat/events/requests';
import type { Moderation } from '@/lib/chat/moderation';
import type { RoomInfo } from '@/lib/chat/room';
import type { Answered, Request } from '@/lib/client/wire/wire';
import type { FollowedRooms } from './followed-rooms';

/** What a person can do with rooms. Every answer may be a refusal, with its reason. */
export interface RoomActions {
  make(asked: PayloadOf<'room:make'>): Promise<Answered<'room:make'>>;
  change(asked: PayloadOf<'room:change'>): Promise<Answered<'room:change'>>;
  leave(roomId: string): Promise<Answered<'room:unfollow'>>;
  list(asked: PayloadOf<'rooms:list'>): Promise<Answered<'rooms:list'>>;
  acceptInvite(roomId: string, invite: string): Promise<Answered<'invite:accept'>>;
  /** @param putsOut whoever came by an earlier link is removed */
  renewInvite(roomId: string, putsOut: boolean): Promise<Answered<'invite:renew'>>;
  /** How many a new link could remove. */
  weighInvite(roomId: string): Promise<Answered<'invite:weigh'>>;
  /** Who may enter a private room, from behind `after`; '' begins. */
  readAdmitted(roomId: string, after: string): Promise<Answered<'room:admitted'>>;
  blockDirect(roomId: string, isBlocked: boolean): Promise<Answered<'direct:block'>>;
  moderate(roomId: string, deed: Moderation): Promise<Answered<'room:moderate'>>;
  readRecord(roomId: string): Promise<Answered<'room:record'>>;
  /** How many others who are there a ban with the address would put out. */
  weighBan(roomId: string, memberId: string): Promise<Answered<'ban:weigh'>>;
  openDirect(memberId: string): Promise<Answered<'direct:open'>>;
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
