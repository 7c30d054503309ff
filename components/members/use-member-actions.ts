'use client';

import type { Member } from '@/lib/chat/member';
import { type ModerationKind, mayModerate, roleIn } from '@/lib/chat/moderation';
import { type ChatState, memberIdOf, ownRoleOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

/** What can be done to a member, in the order in which the menu offers it. */
const OFFERED = [
  'promote',
  'demote',
  'hand_over',
  'mute',
  'remove',
  'ban',
] as const satisfies ModerationKind[];

/** Whether the reader may do any of these to this member. */
export const useHasMemberActions = (member: Member): boolean =>
  useChat((state) => OFFERED.some((kind) => mayDo(state, kind, member)));

/** Those that the reader may do. */
export const useMemberActions = (member: Member): readonly (typeof OFFERED)[number][] => {
  const may = useChat((state) => OFFERED.filter((kind) => mayDo(state, kind, member)).join());
  return OFFERED.filter((kind) => may.split(',').includes(kind));
};

function mayDo(state: ChatState, kind: ModerationKind, { id }: Member): boolean {
  const { room } = state;
  if (room === null || room.kind === 'direct' || id === memberIdOf(state)) return false;
  if (kind === 'hand_over' && room.owner === undefined) return false;
  return mayModerate(kind, ownRoleOf(state), roleIn(room, { id }));
}
