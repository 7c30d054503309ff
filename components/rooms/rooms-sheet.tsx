'use client';

import { ConnectionStatus } from '@/components/page/connection-status';
import { PartBoundary } from '@/components/page/part-boundary';
import { useTexts } from '@/components/page/preferences-provider';
import { Sheet } from '@/components/ui/popups/sheet';
import { RoomFinder } from './finder/room-finder';
import { RoomList } from './room-list';
import { RoomsButton } from './rooms-button';
import { useOpenHere } from './use-open-here';

/** The rooms over the conversation, where there is no room beside it. */
export function RoomsSheet() {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useOpenHere();
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
      <PartBoundary part="rooms">
        <RoomList onGo={() => setIsOpen(false)} />
        <ConnectionStatus className="mt-auto shrink-0" />
      </PartBoundary>
    </Sheet>
  );
}
