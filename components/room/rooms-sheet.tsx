'use client';

import { useEffect, useState } from 'react';
import { Sheet } from '@/components/ui/sheet';
import { useChat } from '@/lib/client/use-chat';
import { ConnectionStatus } from './connection-status';
import { useTexts } from './preferences-provider';
import { RoomFinder } from './room-finder';
import { RoomList } from './room-list';
import { RoomsButton } from './rooms-button';

/** The rooms over the conversation, where there is no room beside it. */
export function RoomsSheet() {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const roomId = useChat((state) => state.roomId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes to a room, by whichever way, wants to see it.
  useEffect(() => setIsOpen(false), [roomId]);
  return (
    <Sheet
      title={texts.rooms}
      side="left"
      closeLabel={texts.close}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<RoomsButton />}
      actions={<RoomFinder />}
    >
      <RoomList onGo={() => setIsOpen(false)} />
      <ConnectionStatus className="mt-auto shrink-0" />
    </Sheet>
  );
}
