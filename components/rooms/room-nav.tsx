'use client';

import type { ReactNode } from 'react';
import { ConnectionStatus } from '@/components/page/connection-status';
import { useTexts } from '@/components/page/preferences-provider';
import { Mark } from '@/components/ui/mark';
import { RoomFinder } from './finder/room-finder';
import { RoomList } from './room-list';

/** The rooms beside the conversation, where there is room for them. */
export function RoomNav() {
  return (
    <NavFrame actions={<RoomFinder hasKey />}>
      <RoomList />
      <ConnectionStatus className="mt-auto shrink-0" />
    </NavFrame>
  );
}

interface NavFrameProps {
  /** Beside the product's name. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function NavFrame({ actions, children }: NavFrameProps) {
  const texts = useTexts();
  return (
    <nav
      aria-label={texts.rooms}
      className="hidden w-60 shrink-0 flex-col border-line border-r bg-panel lg:flex"
    >
      <div className="flex h-14 shrink-0 items-center gap-2.5 pr-2 pl-4 font-semibold">
        <Mark />
        <span className="flex-1">Concord</span>
        {actions}
      </div>
      {children}
    </nav>
  );
}
