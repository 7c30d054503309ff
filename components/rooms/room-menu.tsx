'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { moderate } from '@/components/moderation/moderate';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { late } from '@/components/ui/late';
import { ActionMenu } from '@/components/ui/popups/action-menu';
import type { Action } from '@/components/ui/popups/menu-popup';
import { say } from '@/components/ui/toasts';
import { isAtLeast, type Role } from '@/lib/chat/moderation';
import { LOBBY } from '@/lib/chat/protocol';
import { blockIn, type RoomInfo } from '@/lib/chat/room';
import { memberIdOf, ownRoleOf } from '@/lib/client/state/chat-state';
import type { Texts } from '@/lib/client/texts/texts';
import { useChat } from '@/lib/client/use-chat';
import { blockDirect } from './block-direct';
import { copyInvite } from './copy-invite';
import { LeaveRoom, leaveRoom } from './leave-room';

const ChangeRoom = late(() => import('./change-room').then((module) => module.ChangeRoom));
const RenewInvite = late(() => import('./renew-invite').then((module) => module.RenewInvite));
const SlowMode = late(() => import('./slow-mode').then((module) => module.SlowMode));
const RecordDialog = late(() =>
  import('@/components/moderation/record-dialog').then((module) => module.RecordDialog),
);

type Asking = 'change' | 'renew' | 'slow' | 'record' | 'leave';

/** What a member can do with the room on screen. The lobby belongs to everybody and never goes away. */
export function RoomMenu() {
  const texts = useTexts();
  const room = useChat((state) => state.room);
  const selfId = useChat(memberIdOf);
  const isOwner = room?.owner?.id === selfId;
  const role = useChat(ownRoleOf);
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  if (room === null) return null;
  const leave = async () => {
    if (room.kind === 'private') return setAsking('leave');
    const code = await leaveRoom(room);
    if (code !== null) say(texts.errors[code]);
  };
  const actions = [
    ...inviteActions(room, texts, () => setAsking('renew')),
    ...(isOwner ? [{ label: texts.changeRoom, act: () => setAsking('change') }] : []),
    ...moderationActions(room, role, texts, setAsking),
    ...blockActions(room, selfId, texts),
    ...(room.id === LOBBY ? [] : [leaveAction(room, texts, () => void leave())]),
  ];
  if (actions.length === 0) return null;
  return (
    <>
      <ActionMenu
        label={texts.roomOptions}
        trigger={
          <Button look="icon" aria-label={texts.roomOptions}>
            <Ellipsis size={18} aria-hidden />
          </Button>
        }
        actions={actions}
      />
      <ChangeRoom room={room} isOpen={asking === 'change'} onClose={close} />
      {asking === 'renew' && <RenewInvite roomId={room.id} onClose={close} />}
      {asking === 'slow' && <SlowMode room={room} onClose={close} />}
      {asking === 'leave' && <LeaveRoom room={room} onClose={close} />}
      {asking === 'record' && <RecordDialog roomId={room.id} onClose={close} />}
    </>
  );
}

/** Only for moderators. */
function moderationActions(
  { id, kind, isClosed }: RoomInfo,
  role: Role,
  texts: Texts,
  ask: (what: 'slow' | 'record') => void,
): Action[] {
  if (kind === 'direct' || !isAtLeast(role, 'moderator')) return [];
  const { moderation } = texts;
  const toggle = isClosed ? 'reopen' : 'close';
  const open = {
    label: isClosed ? moderation.reopenRoom : moderation.closeRoom,
    act: () => void moderate(id, { kind: toggle }, texts),
  };
  return [
    { label: `${moderation.slowMode}…`, act: () => ask('slow') },
    ...(isAtLeast(role, 'owner') ? [open] : []),
    { label: moderation.record, act: () => ask('record') },
  ];
}

/** Only a member who knows the invite can pass it on. */
function inviteActions({ id, invite }: RoomInfo, texts: Texts, renew: () => void): Action[] {
  if (invite === undefined) return [];
  const copy = async () =>
    say((await copyInvite(id, invite, texts)) ? texts.inviteCopied : texts.inviteNotCopied);
  return [
    { label: texts.copyInvite, act: () => void copy() },
    { label: `${texts.renewInvite}…`, act: renew },
  ];
}

/** For both members of a direct message, which has no moderator. */
function blockActions(room: RoomInfo, selfId: string, texts: Texts): Action[] {
  const { members = [] } = room;
  const other = members.find(({ id }) => id !== selfId);
  if (other === undefined || members.length < 2) return [];
  const isBlocked = blockIn(room, selfId) === 'own';
  const label = isBlocked ? texts.unblockOf(other.name) : texts.block(other.name);
  return [{ label, act: () => void blockDirect(room.id, !isBlocked, texts), isGrave: !isBlocked }];
}

const leaveAction = ({ kind }: RoomInfo, { leaveRoom }: Texts, act: () => void): Action => ({
  label: kind === 'private' ? `${leaveRoom}…` : leaveRoom,
  act,
});
