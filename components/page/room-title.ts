import { LOBBY } from '@/lib/chat/protocol';
import { kindOf, otherOf, type RoomInfo } from '@/lib/chat/room';
import { type ChatState, memberIdOf, withheldIn } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';

/** The name of a room in lists. */
export function titleOf(room: RoomInfo, selfId: string, texts: Texts): string {
  if (room.id === LOBBY) return texts.lobby;
  return room.kind === 'direct' ? (otherOf(room, selfId)?.name ?? '') : room.title;
}

/**
 * The heading of the room on screen. The lobby, and a room that the member cannot see, show the product's name. Empty until the
 * title is known.
 */
export function headingOf(state: ChatState, texts: Texts): string {
  const isShut =
    state.room === null && (state.removal !== null || state.isMissing || withheldIn(state) !== null);
  if (state.roomId === LOBBY || isShut) return texts.title;
  return state.room === null ? '' : titleOf(state.room, memberIdOf(state), texts);
}

/** The text where a room begins. */
export function startOf(state: ChatState, texts: Texts): string {
  if (state.roomId === LOBBY) return texts.roomStart;
  const title = headingOf(state, texts);
  return kindOf(state.roomId) === 'direct' ? texts.directStart(title) : texts.roomStartOf(title);
}
