import type { Result } from '@/lib/chat/errors';
import type { PayloadOf } from '@/lib/chat/events/requests';
import type { Moderation } from '@/lib/chat/moderation';
import type { RoomInfo } from '@/lib/chat/room';
import type { Answered, Request } from '@/lib/client/wire/wire';
import type { MyRooms } from './my-rooms';

/** What a person can do with rooms. Every answer may be a refusal with its reason. */
export interface RoomActions {
  make(asked: PayloadOf<'room:make'>): Promise<Answered<'room:make'>>;
  change(asked: PayloadOf<'room:change'>): Promise<Answered<'room:change'>>;
  leave(roomId: string): Promise<Answered<'my-rooms:remove'>>;
  list(asked: PayloadOf<'rooms:list'>): Promise<Answered<'rooms:list'>>;
  acceptInvite(roomId: string, invite: string): Promise<Answered<'invite:accept'>>;
  /** @param removesEarlier whether to remove everybody who came by an earlier link */
  renewInvite(roomId: string, removesEarlier: boolean): Promise<Answered<'invite:renew'>>;
  /** Asks how many people a new link could remove. */
  previewInvite(roomId: string): Promise<Answered<'invite:preview'>>;
  /** Reads who may enter a private room, after the member id `after`; '' starts at the beginning. */
  readAdmitted(roomId: string, after: string): Promise<Answered<'room:admitted'>>;
  blockDirect(roomId: string, isBlocked: boolean): Promise<Answered<'direct:block'>>;
  moderate(roomId: string, action: Moderation): Promise<Answered<'room:moderate'>>;
  readRecord(roomId: string): Promise<Answered<'room:record'>>;
  /** Asks how many others in the room a ban that includes the address would remove. */
  previewBan(roomId: string, memberId: string): Promise<Answered<'ban:preview'>>;
  openDirect(memberId: string): Promise<Answered<'direct:open'>>;
}

export function createRoomActions(
  request: Request,
  myRooms: MyRooms,
  changed: (room: RoomInfo) => void,
): RoomActions {
  const adding = async (answer: Promise<Result<{ readonly room: RoomInfo }>>) => {
    const result = await answer;
    if (result.ok) myRooms.add(result.data.room);
    return result;
  };
  return {
    make: (asked) => adding(request('room:make', asked)),
    change: (asked) => adding(request('room:change', asked)),
    leave: async (room) => {
      await myRooms.untilVisited(room);
      const result = await request('my-rooms:remove', { room });
      if (result.ok) myRooms.remove(room);
      return result;
    },
    list: (asked) => request('rooms:list', asked),
    acceptInvite: (room, invite) => adding(request('invite:accept', { room, invite })),
    renewInvite: (room, removesEarlier) =>
      adding(request('invite:renew', { room, ...(removesEarlier && { removesEarlier }) })),
    previewInvite: (room) => request('invite:preview', { room }),
    readAdmitted: (room, after) => request('room:admitted', { room, after }),
    blockDirect: async (room, isBlocked) => {
      const result = await request('direct:block', { room, isBlocked });
      if (result.ok) changed(result.data.room);
      return result;
    },
    moderate: (room, action) => request('room:moderate', { room, action }),
    readRecord: (room) => request('room:record', { room }),
    previewBan: (room, member) => request('ban:preview', { room, member }),
    openDirect: (member) => adding(request('direct:open', { member })),
  };
}
