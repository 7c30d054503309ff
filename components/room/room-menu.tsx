'use client';

import copyToClipboard from 'copy-to-clipboard';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { type Action, ActionMenu } from '@/components/ui/action-menu';
import { Button } from '@/components/ui/button';
import { say } from '@/components/ui/toasts';
import { isAtLeast, type Role } from '@/lib/chat/moderation';
import { LOBBY } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { memberIdOf, ownRoleOf } from '@/lib/client/chat-state';
import { inviteLink } from '@/lib/client/room-address';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { ChangeRoom } from './change-room';
import { LeaveRoom, leaveRoom } from './leave-room';
import { moderate } from './moderate';
import { OrderRecord } from './order-record';
import { useTexts } from './preferences-provider';
import { SlowMode } from './slow-mode';

/** What can be done with the room that is shown. The lobby is everybody's, and always there. */
export function RoomMenu() {
  const texts = useTexts();
  const room = useChat((state) => state.room);
  const isOwner = useChat((state) => state.room?.owner?.id === memberIdOf(state));
  const role = useChat(ownRoleOf);
  const [asking, setAsking] = useState<'change' | 'slow' | 'record' | 'leave' | null>(null);
  const close = () => setAsking(null);
  if (room === null) return null;
  const leave = async () => {
    if (room.kind === 'private') return setAsking('leave');
    const code = await leaveRoom(room);
    if (code !== null) say(texts.errors[code]);
  };
  const actions = [
    ...inviteActions(room, texts),
    ...(isOwner ? [{ label: texts.changeRoom, act: () => setAsking('change') }] : []),
    ...orderActions(room, role, texts, setAsking),
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
      <ChangeRoom room={room} isOpen={asking === 'change'} onOpenChange={close} />
      {asking === 'slow' && <SlowMode room={room} onDone={close} />}
      {asking === 'leave' && <LeaveRoom room={room} onDone={close} />}
      {asking === 'record' && <OrderRecord roomId={room.id} onDone={close} />}
    </>
  );
}

/** For whoever keeps order here. */
function orderActions(
  { id, kind, isClosed }: RoomInfo,
  role: Role,
  texts: Texts,
  ask: (what: 'slow' | 'record') => void,
): Action[] {
  if (kind === 'direct' || !isAtLeast(role, 'moderator')) return [];
  const { order } = texts;
  const toggle = isClosed ? 'reopen' : 'close';
  const open = {
    label: isClosed ? order.reopenRoom : order.closeRoom,
    act: () => void moderate(id, { kind: toggle }, texts),
  };
  return [
    { label: `${order.slowMode}…`, act: () => ask('slow') },
    ...(isAtLeast(role, 'owner') ? [open] : []),
    { label: order.record, act: () => ask('record') },
  ];
}

/** Only who knows the invite of a room can give it away. */
function inviteActions(room: RoomInfo, texts: Texts) {
  const { id, invite } = room;
  if (invite === undefined) return [];
  const byHand = { fallbackToPrompt: true, message: texts.copyByHand };
  const copied = (code: string) => copyToClipboard(inviteLink(location.origin, id, code), byHand);
  const copy = async () => say((await copied(invite)) ? texts.inviteCopied : texts.inviteNotCopied);
  const renew = async () => {
    const result = await roomActions.renewInvite(id);
    if (!result.ok) return say(texts.errors[result.error.code]);
    const isCopied = await copied(result.data.room.invite ?? '');
    say(isCopied ? texts.inviteRenewed : `${texts.invitesEnded} ${texts.inviteNotCopied}`);
  };
  return [
    { label: texts.copyInvite, act: () => void copy() },
    { label: texts.renewInvite, act: () => void renew() },
  ];
}

const leaveAction = ({ kind }: RoomInfo, { leaveRoom }: Texts, act: () => void): Action => ({
  label: kind === 'private' ? `${leaveRoom}…` : leaveRoom,
  act,
});
