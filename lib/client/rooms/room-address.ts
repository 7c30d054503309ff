import { LOBBY } from '@/lib/chat/protocol';
import { ROOM_ID } from '@/lib/chat/room';

const ROOMS_PATH = '/rooms/';
const INVITE = 'invite';

export const pathOf = (roomId: string): string => (roomId === LOBBY ? '/' : ROOMS_PATH + roomId);

/** Returns the room at an address of ours. An address that is no room's leads to a room that does not exist. */
export function roomAt(path: string): string {
  if (!path.startsWith(ROOMS_PATH)) return LOBBY;
  const id = path.slice(ROOMS_PATH.length).replace(/\/$/, '');
  return ROOM_ID.test(id) ? id : 'no-such-room';
}

/** The invite follows the #, which browsers send to no server, so it appears in no log and no referrer. */
export const inviteLink = (origin: string, roomId: string, invite: string): string =>
  `${origin}${pathOf(roomId)}#${INVITE}=${invite}`;

export const inviteIn = (hash: string): string | undefined =>
  new URLSearchParams(hash.replace(/^#/, '')).get(INVITE) ?? undefined;
