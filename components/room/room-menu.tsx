'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { ActionMenu } from '@/components/ui/action-menu';
import { Button } from '@/components/ui/button';
import { LOBBY } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { memberIdOf } from '@/lib/client/chat-state';
import { inviteLink } from '@/lib/client/room-address';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions, useChat } from '@/lib/client/use-chat';
import { ChangeRoom } from './change-room';
import { useTexts } from './preferences-provider';
import { goTo } from './room-path';

/** What can be done with the room that is shown. The lobby is everybody's, and always there. */
export function RoomMenu({ onSaid }: { readonly onSaid: (text: string) => void }) {
  const texts = useTexts();
  const room = useChat((state) => state.room);
  const isOwner = useChat((state) => state.room?.owner?.id === memberIdOf(state));
  const [isChanging, setIsChanging] = useState(false);
  if (room === null || room.id === LOBBY) return null;
  const change = { label: texts.changeRoom, act: () => setIsChanging(true) };
  return (
    <>
      <ActionMenu
        label={texts.roomOptions}
        trigger={
          <Button look="icon" aria-label={texts.roomOptions}>
            <Ellipsis size={18} aria-hidden />
          </Button>
        }
        actions={[
          ...inviteActions(room, texts, onSaid),
          ...(isOwner ? [change] : []),
          { label: texts.leaveRoom, act: () => leave(room) },
        ]}
      />
      <ChangeRoom room={room} isOpen={isChanging} onOpenChange={setIsChanging} />
    </>
  );
}

/** Only who knows the invite of a room can give it away. */
function inviteActions(room: RoomInfo, texts: Texts, onSaid: (text: string) => void) {
  const { id, invite } = room;
  if (invite === undefined) return [];
  const copy = async (code: string, said: string) => {
    await navigator.clipboard.writeText(inviteLink(location.origin, id, code));
    onSaid(said);
  };
  const renew = async () => {
    const result = await roomActions.renewInvite(id);
    if (result.ok && result.data.room.invite) await copy(result.data.room.invite, texts.inviteRenewed);
    else if (!result.ok) onSaid(texts.errors[result.error.code]);
  };
  return [
    { label: texts.copyInvite, act: () => void copy(invite, texts.inviteCopied) },
    { label: texts.renewInvite, act: () => void renew() },
  ];
}

async function leave({ id }: RoomInfo): Promise<void> {
  const result = await roomActions.leave(id);
  if (result.ok) goTo(LOBBY);
}
